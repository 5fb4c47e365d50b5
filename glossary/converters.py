"""Parts of addresses."""

import re


class SlugConverter:
    """Letters and digits of any script, and hyphens."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        """Never refused: a row with an odd slug costs its own page, and not every page that names it."""
        return re.sub(r"[^-\w]", "-", value) or "-"

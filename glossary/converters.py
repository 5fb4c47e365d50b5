"""Parts of addresses."""


class SlugConverter:
    """Letters and digits of any script, and hyphens."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value

"""What a password here is not to be made of, besides what Django refuses."""

import re

from django.core.exceptions import ValidationError

from glossary import text

# What is said of this site: the first that anybody would try.
WORDS = ("termwise", "glossary", "quiz")
_ONLY_WORDS = re.compile(f"(?:{'|'.join(WORDS)})+")


class ContextValidator:
    """Refuses a password that is made of the site's own words, or of nothing but white space."""

    def validate(self, password: str, user: object = None) -> None:
        if password.isspace():
            raise ValidationError("This password is only white space.", code="password_is_space")
        letters = "".join(filter(str.isalpha, text.fold(password)))
        if _ONLY_WORDS.fullmatch(letters):
            raise ValidationError(
                "This password is easy to guess here: it is made of the site's own words.", code="password_of_site"
            )

    def get_help_text(self) -> str:
        return "Your password can't be made of the site's own words only."

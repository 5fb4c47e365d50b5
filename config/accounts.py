"""How signing up and in differ from allauth's own: plainer forms, a page for too many tries, a race caught, logs."""

import logging
from typing import Any

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.forms import PasswordInput
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from config import views

logger = logging.getLogger("termwise.accounts")

# One text, whether the name exists or not.
MISMATCH = "The name or the password is not right."
MAX_LOGIN = 320
MAX_PASSWORD = 1_000
HOW_LONG = "At least 10 characters. A few words in a row are easy to keep in mind and hard to guess."

# Field -> its label and help, the same in every form.
WORDS = {
    "login": ("Name or email address", ""),
    "username": ("Name", "Letters, digits and @ . + - _ may stand in it. Only you and the editors see it."),
    "email": ("Email address", ""),
    "password": ("Password", ""),
    "oldpassword": ("Present password", ""),
    "password1": ("New password", HOW_LONG),
    "password2": ("The new password again", ""),
}


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "incorrect_password": "That is not your present password.",
        "enter_current_password": "That is not your present password.",
        "username_blacklisted": "That name is reserved. Please choose another.",
        "username_taken": "That name is taken. Please choose another.",
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords get a page that says so, not a form that looks like one wrong password more."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self.note("stopped after too many wrong passwords")
            raise ImmediateHttpResponse(views.too_many(request)) from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self.note("wrong name or password")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        self.note("signed in")

    def logout(self, request: HttpRequest) -> None:
        self.note("signed out")
        super().logout(request)

    def note(self, what: str) -> None:
        """Who by number, from where, what: never a name that was typed, which may be a password."""
        logger.info("user %s at %s: %s", self.request.user.pk or "-", self.get_client_ip(self.request), what)


class PlainWords:
    """Labels and help of our own; no placeholders, which vanish when they are needed."""

    words = WORDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, field.help_text))
            if isinstance(field.widget, PasswordInput):
                # Megabytes take seconds, and the time of everybody else.
                field.validators.append(MaxLengthValidator(MAX_PASSWORD, "A password has up to 1,000 characters."))


class LoginForm(PlainWords, forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.widget.attrs["autocomplete"] = "username"
        # SQLite breaks down over a pattern of 50,000 characters.
        login.validators.append(MaxLengthValidator(MAX_LOGIN, "No name and no address is that long."))

    def user_credentials(self) -> dict[str, Any]:
        """One name, tried as an address and as a name. Given as both, a known address would be hashed for twice."""
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response = super().login(request, redirect_url)
        if self.user.is_staff:
            request.session.set_expiry(settings.STAFF_SESSION_AGE)
        return response


class SignupForm(PlainWords, forms.SignupForm):
    words = WORDS | {
        "email": ("Email address, if you like", "Only for choosing a new password, should you forget yours."),
        "password1": ("Password", HOW_LONG),
    }

    def try_save(self, request: HttpRequest) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        """Two people may send the same free name at the same moment; the later is told that it is taken."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.add_error("username", Adapter.error_messages["username_taken"])
            return None, TemplateResponse(request, "account/signup.html", {"form": self})


class AddEmailForm(PlainWords, forms.AddEmailForm):
    words = WORDS | {"email": ("New email address", "")}


class ChangePasswordForm(PlainWords, forms.ChangePasswordForm):
    pass


class SetPasswordForm(PlainWords, forms.SetPasswordForm):
    pass


class ResetPasswordForm(PlainWords, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainWords, forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainWords, forms.ReauthenticateForm):
    pass

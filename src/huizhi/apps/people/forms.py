"""What the sign-in page accepts."""

from django import forms


class SignInForm(forms.Form):
    """An account and a password; lengths are bounded so that nobody makes us hash a novel."""

    account = forms.CharField(max_length=150, strip=True)
    password = forms.CharField(max_length=200, strip=False)

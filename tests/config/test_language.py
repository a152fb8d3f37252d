"""Danish whatever the browser asks for; another language when the person does."""

import pytest
from django.urls import reverse

ENGLISH_BROWSER = {"Accept-Language": "en-US,en;q=0.9"}
PAGES = ["/", "/konto/login/", "/findes-ikke/", "/l/findes-ikke/", "/min-side/", "/find/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_an_english_browser_gets_danish(client, path):
    answer = client.get(path, headers=ENGLISH_BROWSER)
    assert answer["Content-Language"] == "da"
    assert '<html lang="da"' in answer.text
    assert "Accept-Language" not in answer.get("Vary", "")


@pytest.mark.django_db
def test_the_switch_is_remembered_for_a_year(client):
    switch = {"language": "en", "next": "/konto/login/"}
    answer = client.post(reverse("set_language"), switch, follow=True)
    assert '<html lang="en"' in answer.text
    assert "Sign in" in answer.text
    assert client.cookies["sprog"]["max-age"] == 365 * 24 * 3600


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["de", "", "../en", "en-US"])
def test_a_language_we_do_not_have_is_danish(client, kept):
    client.cookies["sprog"] = kept
    assert client.get("/konto/login/")["Content-Language"] == "da"


@pytest.mark.django_db
def test_each_language_stands_in_its_own_name(client):
    assert 'lang="en">English</button>' in client.get("/").text
    client.cookies["sprog"] = "en"
    assert 'lang="da">Dansk</button>' in client.get("/").text

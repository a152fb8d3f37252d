"""Keys are made once, kept close, and missed loudly."""

import stat

import pytest

from peervej.config.keys import KeysMissing, keys_exist, load_or_create_keys


def test_the_first_start_makes_keys_only_the_owner_can_read(tmp_path):
    folder = tmp_path / "keys"
    keys = load_or_create_keys(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert len({keys.session, keys.contact, keys.lookup, keys.research, keys.draw}) == 5
    assert all(len(key) == 32 for key in (keys.session, keys.contact, keys.lookup))


def test_the_second_start_finds_the_same_keys(tmp_path):
    assert load_or_create_keys(tmp_path) == load_or_create_keys(tmp_path)
    assert keys_exist(tmp_path)


def test_keys_do_not_print_themselves(tmp_path):
    keys = load_or_create_keys(tmp_path)
    assert keys.contact.hex() not in repr(keys)


def test_a_damaged_key_is_refused(tmp_path):
    load_or_create_keys(tmp_path)
    (tmp_path / "contact").write_text("abc")
    with pytest.raises(KeysMissing, match="contact"):
        load_or_create_keys(tmp_path)

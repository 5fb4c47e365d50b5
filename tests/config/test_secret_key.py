"""The site's secret key is made once and is its owner's alone."""

import stat

from config import secret_key


def test_a_key_is_made_once_and_kept(tmp_path):
    place = tmp_path / "data" / "secret-key"
    secret_key.make(place)
    first = secret_key.kept(place)
    secret_key.make(place)
    assert len(first) >= 50
    assert secret_key.kept(place) == first


def test_only_its_owner_can_read_the_key(tmp_path):
    place = tmp_path / "secret-key"
    secret_key.make(place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [place]


def test_an_empty_file_left_by_an_interruption_is_no_key(tmp_path):
    place = tmp_path / "secret-key"
    place.touch()
    secret_key.make(place)
    assert len(secret_key.kept(place)) >= 50

"""Writers on SQLite stand in line instead of looking again and again."""

import fcntl
import os
import threading

import pytest
from django.db import connection, transaction

from peervej.apps.places.models import Organisation

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a line of its own"),
]


def line():
    return os.open(f"{connection.settings_dict['NAME']}-line", os.O_RDWR | os.O_CREAT)


def is_free():
    descriptor = line()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def test_the_line_is_held_for_the_whole_transaction_and_no_longer():
    with transaction.atomic():
        with transaction.atomic():
            Organisation.objects.create(slug="a", name="A")
        assert not is_free()
    assert is_free()


def test_a_failure_leaves_the_line():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Organisation.objects.create(slug="a", name="A")
        raise ZeroDivisionError
    assert is_free()
    assert not Organisation.objects.exists()


def test_a_connection_closed_midway_leaves_the_line():
    with transaction.atomic():
        connection.close()
        assert is_free()
        connection.connection = None
        connection.needs_rollback = True


def test_a_writer_waits_for_the_one_before():
    order, entered, let_go = [], threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            entered.set()
            let_go.wait(10)
            order.append("first")
        connection.close()

    def second():
        entered.wait(10)
        with transaction.atomic():
            order.append("second")
        connection.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    entered.wait(10)
    let_go.set()
    for thread in threads:
        thread.join(10)
    assert order == ["first", "second"]


def test_reading_does_not_stand_in_line():
    descriptor = line()
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        assert Organisation.objects.count() == 0
    finally:
        os.close(descriptor)

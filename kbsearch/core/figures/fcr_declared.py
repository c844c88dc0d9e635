"""FCR as declared: of the first contacts, those that the agent closed as solved.

    first contacts closed as solved
    ------------------------------- · flattering: nobody asked the caller
             first contacts

First: no contact of the same caller that somebody took in the 7 days before. A contact is a call with those that came
within 15 minutes of its end, and ends as the last of them that somebody took. Handled ones alone: closed, and not all
given up.

Five contacts: a first one solved, a first one solved by N2, a first one promised a call-back, one that is a repetition,
one still open. The last two are not counted, so 2 / 3 = 66.7 %.

>>> contacts = [contact("resolved"), contact("resolved", handed=True), contact("call_back_promised"),
...             contact("resolved", first=False), contact("")]
>>> [fcr_declared(one) for one in contacts]
[True, True, False, None, None]
"""

from __future__ import annotations

from kbsearch.core.figures.contacts import ContactKind


def fcr_declared(contact: ContactKind) -> bool | None:
    """A `contacts.ContactRule`."""
    return contact.is_resolved if contact.is_first and contact.is_handled else None

"""FCR without call-back: of the ripe first contacts, those solved at N1 whose caller did not call again within 7 days.

    ripe first contacts closed as solved, passed to nobody, with no later call of the same caller in 7 days
    and not reopened in 7 days
    -------------------------------------------------------------------------------------------------------
                                          ripe first contacts

First contacts as for FCR as declared; ripe: begun 7 days ago or longer and closed as long ago, for sooner nobody knows
yet whether they will come back. Those are counted apart. A solved call that is reopened within 7 days of its end counts
as called back, for that is how other tools keep a call-back; one within a quarter of an hour goes on. A later call is
one about anything, also one that was given up: this is the low end. Who dialed again within a quarter of an hour and
was not heard was not helped either. Where topics are told, a later call about another topic is none, which is the high
end: see `by_topic`.

Six contacts: solved and silent; solved and called back; solved by N2; to be called back by us; solved yesterday; a
repetition. The last two are not counted, so 1 / 4 = 25 %.

>>> contacts = [contact("resolved"), contact("resolved", called_back=True), contact("resolved", handed=True),
...             contact("call_back_promised"), contact("resolved", ripe=False), contact("resolved", first=False)]
>>> [fcr_no_call_back(one) for one in contacts]
[True, False, False, False, None, None]
"""

from __future__ import annotations

from kbsearch.core.figures.contacts import ContactKind


def fcr_no_call_back(contact: ContactKind) -> bool | None:
    """A `contacts.ContactRule`."""
    if not (contact.is_first and contact.is_handled and contact.is_ripe):
        return None
    return contact.is_resolved and not (contact.is_escalated or contact.dialed_again or contact.called_back)

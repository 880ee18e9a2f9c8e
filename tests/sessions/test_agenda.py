import json
from datetime import UTC, datetime

from django.core.serializers.json import DjangoJSONEncoder

from sessions import agenda


def test_a_programme_comes_back_from_json_as_it_was():
    at = datetime(2024, 2, 24, 9, 30, tzinfo=UTC)
    voice = agenda.Voice(1, "Dr Dora Example", "Reader", "University or research", "None")
    slot = agenda.Slot(2, at, 45, "Opening", "talk", "Talk", "", (voice,))
    half = agenda.HalfDay(3, "Start", "Saturday", "Hall", at, at.replace(hour=12), (slot,))
    made = agenda.Programme(4, (agenda.Meeting(1, "Learning", (half,)),))
    text = json.dumps(agenda.dump(made), cls=DjangoJSONEncoder)
    assert agenda.load(json.loads(text), version=4) == made
    assert made.speakers == (voice,)

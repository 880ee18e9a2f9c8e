"""The people of the demonstration who have accounts. All invented; reserved e-mail domain."""

from dataclasses import dataclass
from datetime import datetime

from assembly import assemblies
from assembly.models import Assembly, Part, Role, User
from assembly.permissions import SYSTEM, Actor, actor

Kind = Role.Kind

COUNCIL = ("Waltham Forest Council", "Council")
POLICE = ("Metropolitan Police Service", "Police")
DELIVERY = ("Common Table", "Common Table")
RECRUITER = ("Fairdraw", "Fairdraw")
PARTS = (
    (COUNCIL, Part.Kind.COMMISSIONER),
    (COUNCIL, Part.Kind.RESPONDING),
    (POLICE, Part.Kind.RESPONDING),
    (DELIVERY, Part.Kind.DELIVERY),
    (RECRUITER, Part.Kind.RECRUITER),
)


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    kinds: tuple[str, ...]
    body: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"


CAST = (
    Person("organiser", "Rukhsana Delaney", (Kind.ORGANISER,)),
    Person("deputy", "Tobias Marsh", (Kind.ORGANISER, Kind.CALLER)),
    Person("recruiter", "Imogen Faraday", (Kind.RECRUITER,)),
    Person("facilitator", "Kwabena Holt", (Kind.FACILITATOR,)),
    Person("facilitator2", "Bronwen Achebe", (Kind.FACILITATOR, Kind.NOTE_TAKER)),
    Person("facilitator3", "Caspar Devlin", (Kind.FACILITATOR,)),
    Person("facilitator4", "Amina Prideaux", (Kind.FACILITATOR,)),
    Person("facilitator5", "Lucian Otieno", (Kind.FACILITATOR,)),
    Person("facilitator6", "Hedwig Nakamura", (Kind.FACILITATOR,)),
    Person("facilitator7", "Rowena Castellanos", (Kind.FACILITATOR,)),
    Person("facilitator8", "Emrys Chowdhury", (Kind.FACILITATOR,)),
    Person("evidence", "Marguerite Osei", (Kind.EVIDENCE_EDITOR,)),
    Person("finance", "Desmond Whitlock", (Kind.FINANCE_PREPARER,)),
    Person("approver", "Solveig Banerjee", (Kind.FINANCE_APPROVER,)),
    Person("privacy", "Leopold Nwosu", (Kind.DATA_PROTECTION,)),
    Person("council", "Philippa Rahman", (Kind.RESPONDER,), COUNCIL[0]),
    Person("police", "Gareth Okonjo", (Kind.RESPONDER,), POLICE[0]),
    *(
        Person(f"board{number}", name, (Kind.BOARD,))
        for number, name in enumerate(
            (
                "Anneliese Boateng",
                "Farid Winterbourne",
                "Cordelia Mistry",
                "Jerome Castellan",
                "Noor Hathaway",
                "Ezekiel Brandt",
                "Saoirse Mukherjee",
                "Hollis Adebayo",
                "Yasmin Thorne",
                "Bertrand Okafor",
                "Lowri Siddiqui",
            ),
            start=1,
        )
    ),
)
BY_KEY = {person.key: person for person in CAST}


def enter(assembly: Assembly, now: datetime) -> None:
    """Give the organisations their parts and the people their accounts and roles."""
    bodies = {
        name: assemblies.give_part(assembly, name, kind, short_name=short, by=SYSTEM, now=now)
        for (name, short), kind in PARTS
    }
    for person in CAST:
        for kind in person.kinds:
            assemblies.give_role(
                assembly,
                email=person.email,
                name=person.name,
                kind=kind,
                body=bodies.get(person.body),
                by=SYSTEM,
                now=now,
            )


def of(assembly: Assembly, key: str) -> Actor:
    """Return the actor for one of the cast."""
    return actor(User.objects.get(email=BY_KEY[key].email), assembly)

"""Make docs/databeskyttelse/hvem_ser_hvad.md from the program's own table of roles.

`python docs/make_roles.py` writes it; a test fails when it should have been written again.
"""

import sys
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from access.audiences import find_audiences  # noqa: E402 - found through the path above
from access.roles import Rights, Role, make_scope  # noqa: E402
from access.viewer import Position, Viewer  # noqa: E402
from core.audiences import Audience  # noqa: E402
from core.danish import join_words  # noqa: E402
from core.nodes import Scope  # noqa: E402
from core.precision import COARSE_BELOW, Precision  # noqa: E402
from core.settings import Settings  # noqa: E402

MADE = ROOT / "docs" / "databeskyttelse" / "hvem_ser_hvad.md"
_THE_ONE = {Audience.SEKRETARIAT: "sekretariatet"}  # there is one of it; of the others several
HEAD = """# Hvem ser hvad, og hvem må hvad

De to tabeller er lavet af programmets egen tabel over roller, `access/roles.py`, af
`docs/make_roles.py`. En prøve fejler, når de ikke længere passer.

Programmet viser ingen rolle en person: tallene er summer for grupper, og der er ingen navne og
ingen CPR-numre i dem. HR har de filer, der indlæses, og kender personerne derfra, ikke fra
programmet. Har nogen flere roller, lægges de sammen. Den, der ingen rolle har, ser intet.

## Hvilke tal
"""
EDITIONS = """
- **Egen linje**: dagens organisation, med alle de kvartaler, en enhed har haft. En enhedsleder ser
  også de enheder, der efter HR's liste er gået over i enheden.
- **Intern udgave**: en gruppe under {internal} medarbejdere vises ikke (korttid og langtid: under
  {public}), og andre grupper skjules med den, hvor den ellers kunne regnes ud.
- **Offentlig udgave**: grænsen er {public} medarbejdere, grupper under {coarse} har hele dagsværk
  pr. medarbejder, og korttid og langtid vises ikke pr. enhed.
- **Afrundet**: én decimal, som på tryk. Nøjagtige tal ville være ligninger i hele personer, så en
  skjult gruppe kunne regnes ud.

Grænserne er indstillinger (`smallest_group` og `smallest_group_public`); her står programmets egne.
Hvilke grupper der skjules, er det samme for alle, der ser en udgave.

KommuneMED, tillids- og arbejdsmiljørepræsentanter og politikere har ingen rolle: de får filer, som
HR eller sekretariatet sender. Et bilag er i den offentlige udgave, med mindre den interne er valgt.

## Hvad de må
"""
RIGHTS = {
    "sees_figures": "se tal på siderne",
    "loads_data": "indlæse og rette data, organisation og hændelser",
    "releases": "se kladder og frigive en opgørelse",
    "keeps_case": "skrive sagens felter, tekster og opfølgning",
    "makes_internal_bilag": "lave bilag i den interne udgave ud over den egne linje",
    "marks_sent": "markere en opgørelse som udsendt",
    "reads_log": "læse adgangsloggen",
    "erases": "slette for altid og fjerne en tekst fra loggen",
    "sees_operation": "se serverens drift",
    "grants_roles": "give og afslutte roller",
}


def write_text() -> str:
    """Return the text of docs/databeskyttelse/hvem_ser_hvad.md."""
    settings = Settings()
    editions = EDITIONS.format(
        internal=settings.smallest_group,
        public=settings.smallest_group_public,
        coarse=COARSE_BELOW,
    )
    figures = [
        ["rolle", "egen linje", "tal for den egne linje", "tal for resten", "hvornår"],
        *map(_describe_figures, Role),
    ]
    rights = [["", *(role.label for role in Role)], *map(_describe_right, fields(Rights))]
    return "\n".join([HEAD, *_write_table(figures), editions, *_write_table(rights), ""])


def _describe_right(right: Field[Any]) -> list[str]:
    """Say which roles have a right: a row of the table."""
    has_right = (getattr(role.rights, right.name) for role in Role)
    return [RIGHTS[right.name], *("ja" if has else "" for has in has_right)]


def _describe_figures(role: Role) -> list[str]:
    """Say which figures a role sees, where and from when on: a row of the table."""
    scope = _make_example_scope(role)
    if not scope.levels:
        return [role.label, "ingen", "ingen", "ingen", "aldrig"]
    exactness = "nøjagtige" if scope.precision is Precision.EXACT else "afrundet"
    within = f"intern udgave, {exactness}" if scope.within else "–"
    beyond = "–" if scope.is_of_everything else "offentlig udgave, afrundet"
    return [role.label, _describe_line(role), within, beyond, _describe_beginning(role, scope)]


def _make_example_scope(role: Role) -> Scope:
    line = {f"{role.own_level.value}:1"} if role.own_level else set()
    return make_scope(role, frozenset(line))


def _describe_line(role: Role) -> str:
    if role.sees_everything:
        return "hele kommunen"
    if role.own_level is None:
        return "ingen"
    article, _, word = role.own_level.singular.partition(" ")
    return f"{'sit' if article == 'et' else 'sin'} {word}"


def _describe_beginning(role: Role, scope: Scope) -> str:
    if role.rights.releases:
        return "straks, også kladder"
    viewer = Viewer("", (Position(role),), scope)
    audiences = sorted(find_audiences(viewer))
    names = join_words([_THE_ONE.get(audience, audience.value) for audience in audiences])
    return f"fra den dag, opgørelsen er frigivet til {names}"


def _write_table(rows: list[list[str]]) -> list[str]:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return [head, f"|{'---|' * len(rows[0])}", *body]


def main() -> None:
    """Write docs/databeskyttelse/hvem_ser_hvad.md."""
    MADE.write_text(write_text(), "utf-8")


if __name__ == "__main__":
    main()

"""Make docs/filer.md, the list of what can be loaded, from the kinds' own declarations.

`python docs/make_files.py` writes it; a test fails when it should have been written again.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data_loaders.kinds.registry import KINDS  # noqa: E402 - found through the path above
from services.template_forms import TemplateForm, make_form  # noqa: E402
from store import kinds as stored  # noqa: E402

MADE = ROOT / "docs" / "filer.md"
HEAD = """# Filer, der kan indlæses

Læg filerne på *Indlæs data*, eller skriv `cli.py load FIL…`. Programmet ser selv på kolonnerne,
hvad en fil er; er det i tvivl, spørger det, og intet gemmes, før der er svaret. På kommandolinjen
siger hvert spørgsmål selv, hvordan der svares: `--as SLAGS`, `--answer ID=SVAR`, `--foreloebig`.
Rækkefølgen af kolonner er ligegyldig, overskrifterne behøver ikke at hedde præcis som her, og andre
kolonner er ikke i vejen. Filen kan være Excel, OpenDocument, CSV eller SAP-tekst og meget andet;
titellinjer og sumlinjer må gerne være der.

En periode, der ikke var slut, da udtrækket blev lavet, gemmes kun som *foreløbig*: det står i
overskrifter, bilag og filnavne, og intet sammenlignes med den. Et udtræk af én måned gemmes som
måneden; kvartalet får tal, når alle tre måneder er der.

Har en projektmappe ark af flere slags, læses arkene af én slags, og det siges, hvad de andre
ligner. De indlæses ved at tage den samme fil igen og vælge deres slags, på kommandolinjen med
`--as`. Det ene erstatter ikke det andet.

Datoer kan skrives på alle gængse måder. Er de skrevet som 10/01/2024, viser filens andre datoer,
om dagen eller måneden står først; viser de det ikke, læses dagen først, og det bliver sagt.

En udfyldt skabelon til hver slags hentes på *Indlæs data*. `cli.py sample` lægger eksempler på de
fleste slags i mappen `eksempeldata` ved siden af databasen. Hvad en senere fil erstatter, står ved
hver slags; alt kan fortrydes.
"""
# What a later file replaces, where the kind does not say so itself.
REPLACES = {
    "quarter": "En senere fil erstatter kvartalet, når den har nogle af de samme enheder.",
    "year": "En senere fil erstatter året, når den har nogle af de samme enheder.",
}


def write_text() -> str:
    """Return the text of docs/filer.md."""
    overview = ["| slags | `--as` |", "|---|---|"]
    overview += [f"| {make_form(kind).label} | `{kind}` |" for kind in KINDS]
    return "\n".join([HEAD, *overview, "", *(_write_section(make_form(kind)) for kind in KINDS)])


def _write_section(kind_form: TemplateForm) -> str:
    replaced = REPLACES.get(stored.find_kind(kind_form.kind).period)
    lines = [
        f"## {kind_form.label}",
        "",
        kind_form.about,
        *([replaced] if replaced else []),
        "",
    ]
    lines += ["| kolonne | skal være der | indhold | forklaring |", "|---|---|---|---|"]
    lines += [f"| {c.header} | {c.needed} | {c.holds} | {c.about} |" for c in kind_form.columns]
    return "\n".join([*lines, ""])


def main() -> None:
    """Write docs/filer.md."""
    MADE.write_text(write_text(), "utf-8")


if __name__ == "__main__":
    main()

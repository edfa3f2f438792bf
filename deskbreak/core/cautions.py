"""The tags by which people say what they are careful with.

Whoever reads settings needs to know them, and nothing else of what follows from one.
"""

from collections.abc import Mapping
from gettext import gettext as _
from types import MappingProxyType

from deskbreak.core.answers import N_

CLINICIAN = "clinician"
SOMEWHERE = "injury"
"""An injury, and nobody said where; settings from before there were areas have it."""

_CAUTIONS: Mapping[str, str] = MappingProxyType(
    {
        "leg_nerve": N_("Pain, tingling or numbness running down the leg"),
        "hip_precautions": N_(
            "Hip replacement, and your surgeon gave you rules (such as no bending past 90°, "
            "no crossing, no twisting, no leg behind you)"
        ),
        "knee_kneel": N_("Kneeling is uncomfortable"),
        "knee_load": N_("Knee pain with bending or squatting"),
        "shoulder": N_("Painful, unstable, recently dislocated or frozen shoulder"),
        "overhead": N_("Reaching overhead hurts"),
        "wrist": N_("Wrist pain with weight on the hand"),
        "bones": N_("Osteoporosis or a spinal fracture"),
        "flexion": N_("Bending forward makes the back or leg pain worse"),
        "extension": N_("Arching backward makes the back or leg pain worse"),
        "twist": N_("Twisting makes the back pain worse"),
        "balance": N_("Dizzy on standing, or unsteady"),
        "preg_supine": N_("Pregnant, from about 16 weeks (nothing lying flat on the back)"),
        "preg_prone": N_("Pregnant (nothing lying on the front)"),
        "bp": N_("High blood pressure that is not under control"),
        "hypermobile": N_("Very flexible or hypermobile joints"),
        SOMEWHERE: N_("Recent injury or surgery, wherever it was"),
        CLINICIAN: N_("Only if a clinician taught it to you"),
    }
)
AVOID_TAGS = tuple(_CAUTIONS)
"""All that `stretches.avoid` and a stretch's `avoid` may name."""


def avoid_texts() -> Mapping[str, str]:
    """Each of these tags with what it means."""
    return {tag: _(text) for tag, text in _CAUTIONS.items()}


def avoid_groups() -> Mapping[str, tuple[str, ...]]:
    """The tags by what they are about, each under one heading."""
    return {
        _("Back and legs"): ("leg_nerve", "flexion", "extension", "twist"),
        _("Hips and knees"): ("hip_precautions", "knee_kneel", "knee_load"),
        _("Shoulders and hands"): ("shoulder", "overhead", "wrist"),
        _("Pregnancy"): ("preg_supine", "preg_prone"),
        _("In general"): ("bones", "balance", "bp", "hypermobile", SOMEWHERE, CLINICIAN),
    }

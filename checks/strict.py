"""What every declaration is: frozen, and strict."""

from pydantic import BaseModel, ConfigDict


class Declared(BaseModel):
    """Frozen, and strict about unknown keys: a typing mistake must not switch a check off."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, allow_inf_nan=False)

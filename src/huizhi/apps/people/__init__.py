"""Officers, their units and roles: who is who, who may do what, who sees which part of the city."""

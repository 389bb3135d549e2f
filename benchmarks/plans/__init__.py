"""How the database answers the main job: the plan of every statement, and what would grow."""

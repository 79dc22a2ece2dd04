"""What a search of scenes filters by. Of scenes that are there only what their faces say; the rest comes with a new
analysis.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COLUMNS = {"meaning": "text", "labels": "text[]", "people": "boolean", "writing": "boolean", "speech": "boolean"}


def upgrade() -> None:
    # Nothing is in it yet. A search reads all of an account's, and bytes come four times as fast as arrays.
    op.execute("ALTER TABLE footage_scenes ALTER COLUMN embedding TYPE bytea USING NULL")
    added = ", ".join(f"ADD COLUMN {name} {kind}" for name, kind in _COLUMNS.items())
    op.execute(f"ALTER TABLE footage_scenes {added}")
    op.execute("UPDATE footage_scenes SET people = true WHERE (features->>'faces')::float >= 0.05")


def downgrade() -> None:
    op.execute("ALTER TABLE footage_scenes ALTER COLUMN embedding TYPE real[] USING NULL")
    op.execute(f"ALTER TABLE footage_scenes {', '.join(f'DROP COLUMN {name}' for name in _COLUMNS)}")

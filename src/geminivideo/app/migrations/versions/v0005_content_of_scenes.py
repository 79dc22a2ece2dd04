"""What is seen, written and said in scenes, its embedding, and what people corrected."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE footage_scenes ADD COLUMN content jsonb NOT NULL DEFAULT '{}', ADD COLUMN embedding real[]")
    op.execute("ALTER TABLE footage ADD COLUMN corrections jsonb")


def downgrade() -> None:
    op.execute("ALTER TABLE footage_scenes DROP COLUMN content, DROP COLUMN embedding")
    op.execute("ALTER TABLE footage DROP COLUMN corrections")

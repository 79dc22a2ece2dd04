"""Previews, and variants of videos."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE videos ADD COLUMN preview boolean NOT NULL DEFAULT false")
    op.execute("ALTER TABLE videos ADD COLUMN variant_of text REFERENCES videos")


def downgrade() -> None:
    op.execute("ALTER TABLE videos DROP COLUMN preview, DROP COLUMN variant_of")

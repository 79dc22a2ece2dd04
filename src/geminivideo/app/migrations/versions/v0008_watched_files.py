"""What lies in the watched folders, so that it is taken in once."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_UP = """
CREATE TABLE watched_files (
    path text PRIMARY KEY,
    folder text NOT NULL,
    account_id text NOT NULL,
    file_id text NOT NULL,
    version text NOT NULL,
    unchanged_since timestamptz NOT NULL,
    footage_id text REFERENCES footage_imports,
    problem jsonb
);
CREATE INDEX watched_files_folder_idx ON watched_files (folder);
CREATE INDEX watched_files_footage_idx ON watched_files (footage_id);
COMMENT ON COLUMN watched_files.file_id IS 'device and inode: the same after a renaming';
COMMENT ON COLUMN watched_files.version IS 'size and time of change; for what can be no footage, why not';
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute("DROP TABLE watched_files")

"""The asset library, and brand kits made from it."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_UP = """
CREATE TABLE assets (
    asset_id text PRIMARY KEY,
    account_id text NOT NULL,
    kind text NOT NULL CONSTRAINT assets_kind_check CHECK (kind IN ('music', 'lut', 'font', 'logo', 'still')),
    title text NOT NULL,
    licence text NOT NULL CONSTRAINT assets_licence_check CHECK (licence <> ''),
    attribution text NOT NULL,
    origin text NOT NULL,
    tags jsonb NOT NULL,
    words text NOT NULL,
    sha256 text NOT NULL,
    original_sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    version integer NOT NULL,
    replaces text REFERENCES assets,
    facts jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE INDEX assets_account_idx ON assets (account_id, kind, created_at);
CREATE UNIQUE INDEX assets_original_key ON assets (account_id, kind, original_sha256) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX assets_replaces_key ON assets (replaces) WHERE removed_at IS NULL;

CREATE TABLE brand_kits (
    kit_id text PRIMARY KEY,
    account_id text NOT NULL,
    name text NOT NULL,
    colours jsonb NOT NULL,
    logo_id text REFERENCES assets,
    font_id text REFERENCES assets,
    created_at timestamptz NOT NULL
);
CREATE INDEX brand_kits_account_idx ON brand_kits (account_id, created_at);
COMMENT ON COLUMN assets.words IS 'title, tags, licence and credit in lower case: what a search looks through';
COMMENT ON COLUMN assets.removed_at IS 'the file is gone; the row stays for the credits of videos made with it';
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute("DROP TABLE brand_kits, assets")

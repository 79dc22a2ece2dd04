"""What became of the ads of a blueprint, by day or longer period."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_UP = """
CREATE TABLE blueprint_outcomes (
    campaign_id text NOT NULL,
    blueprint_id text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    impressions bigint NOT NULL,
    clicks bigint NOT NULL,
    conversions bigint,
    spend_minor bigint NOT NULL,
    revenue_minor bigint NOT NULL,
    currency text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (campaign_id, blueprint_id, first_day),
    FOREIGN KEY (campaign_id, blueprint_id) REFERENCES blueprints,
    CONSTRAINT blueprint_outcomes_days_check CHECK (first_day <= last_day),
    CONSTRAINT blueprint_outcomes_counts_check CHECK (
        0 <= clicks AND clicks <= impressions AND conversions >= 0 AND spend_minor >= 0 AND revenue_minor >= 0
    )
);
COMMENT ON COLUMN blueprint_outcomes.last_day IS 'the first day itself where it is one day; periods never overlap';
COMMENT ON COLUMN blueprint_outcomes.conversions IS 'NULL: not counted';
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute("DROP TABLE blueprint_outcomes")

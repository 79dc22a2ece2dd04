"""What ads did, by day or longer period, as exports of the place that shows them count it."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_UP = """
CREATE TABLE ad_insights (
    account_id text NOT NULL,
    ad_key text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    ad_id text,
    ad_name text NOT NULL,
    ad_set_name text,
    campaign_name text,
    impressions bigint NOT NULL,
    clicks bigint NOT NULL,
    click_kind text NOT NULL,
    conversions bigint,
    spend_minor bigint NOT NULL,
    revenue_minor bigint,
    currency text NOT NULL,
    campaign_id text,
    blueprint_id text,
    source text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, ad_key, first_day),
    FOREIGN KEY (campaign_id, blueprint_id) REFERENCES blueprints,
    CONSTRAINT ad_insights_days_check CHECK (first_day <= last_day),
    CONSTRAINT ad_insights_click_kind_check CHECK (click_kind IN ('link', 'all')),
    CONSTRAINT ad_insights_link_check CHECK ((campaign_id IS NULL) = (blueprint_id IS NULL)),
    CONSTRAINT ad_insights_counts_check CHECK (
        impressions >= 0 AND clicks >= 0 AND conversions >= 0 AND spend_minor >= 0 AND revenue_minor >= 0
    )
);
CREATE INDEX ad_insights_blueprint_idx ON ad_insights (campaign_id, blueprint_id) WHERE campaign_id IS NOT NULL;
COMMENT ON COLUMN ad_insights.ad_key IS 'the ad''s id, or a hash of its names where the export has no ids';
COMMENT ON COLUMN ad_insights.last_day IS 'the first day itself where it is one day; periods of an ad never overlap';
COMMENT ON COLUMN ad_insights.campaign_name IS 'in the place that shows the ad; campaign_id is the one it was made in';
COMMENT ON COLUMN ad_insights.revenue_minor IS 'NULL: not counted';
"""


def upgrade() -> None:
    op.execute(_UP)


def downgrade() -> None:
    op.execute("DROP TABLE ad_insights")

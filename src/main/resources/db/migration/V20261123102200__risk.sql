-- Each computation of an episode's risk; the newest one counts. Inputs and explanation are kept as they were.
CREATE TABLE risk_assessment (
    id            CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version       INT          NOT NULL,
    episode_id    CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    computed_at   DATETIME(6)  NOT NULL,
    lace_min      SMALLINT     NOT NULL,
    lace_max      SMALLINT     NOT NULL,
    hospital_min  SMALLINT     NOT NULL,
    hospital_max  SMALLINT     NOT NULL,
    tier          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    complete      BOOLEAN      NOT NULL,
    raised_to     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    raised_by     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    raised_at     DATETIME(6)  NULL,
    raise_reason  VARCHAR(500) NULL,
    inputs        LONGTEXT     NOT NULL,
    explanation   LONGTEXT     NOT NULL,
    PRIMARY KEY (id),
    INDEX risk_assessment_newest (episode_id, computed_at, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

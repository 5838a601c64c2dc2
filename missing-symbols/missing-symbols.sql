-- Modules that had no symbols in crash reports, counted here so that a few
-- hundred rows cross the network instead of all json_dump. missing-symbols
-- makes the same report of this result as of the rows themselves.
--
-- @end_date         DATE    the day after the last one counted
-- @window_days      INT64   days counted, up to @end_date and without it
-- @min_crash_count  INT64   modules not above it are only summed up; at most
--                           the --min-count of the report
-- @count_by         STRING  as --count-by: 'report' for distinct crash reports,
--                           'mapping' for distinct (report, base, end, code ID)
-- @product          STRING  as --product; a report that names none counts too
--
-- The first row holds the totals, and what could not be known otherwise: how
-- many modules are left out before their names are looked at.
WITH
reports AS (
  SELECT
    crash_date,
    -- What has no uuid is a crash report of its own.
    IFNULL(NULLIF(uuid, ''), GENERATE_UUID()) AS report,
    json_dump.modules.list AS modules
  FROM `moz-fx-data-shared-prod.telemetry_derived.socorro_crash_v2`
  WHERE
    crash_date >= DATE_SUB(@end_date, INTERVAL @window_days DAY)
    AND crash_date < @end_date
    AND IFNULL(product, @product) = @product
),

counted AS (
  SELECT
    m.element.filename AS name,
    m.element.version AS version,
    m.element.debug_id AS debug_id,
    m.element.debug_file AS debug_file,
    MIN(NULLIF(m.element.code_id, '')) AS code_id,
    COUNT(DISTINCT IF(
      @count_by = 'mapping',
      TO_JSON_STRING(STRUCT(
        report,
        m.element.base_addr AS base_addr,
        m.element.end_addr AS end_addr,
        m.element.code_id AS code_id
      )),
      report
    )) AS crash_count
  FROM reports, UNNEST(modules) AS m
  WHERE m.element.missing_symbols
  GROUP BY name, version, debug_id, debug_file
),

-- Why a module is left out, in the order in which missing-symbols asks.
judged AS (
  SELECT
    *,
    CASE
      WHEN IFNULL(name, '') = '' AND IFNULL(debug_file, '') = ''
        AND REGEXP_CONTAINS(IFNULL(debug_id, ''), r'^0*$') THEN 'unnamed'
      WHEN REGEXP_CONTAINS(name, r'(?i)\(deleted\)') THEN 'deleted'
      WHEN crash_count <= @min_crash_count THEN 'rare'
    END AS left_out
  FROM counted
),

totals AS (
  SELECT COUNT(DISTINCT report) AS total_reports, MAX(crash_date) AS crash_date
  FROM reports
),

sums AS (
  SELECT
    COUNTIF(left_out = 'unnamed') AS unnamed_modules,
    SUM(IF(left_out = 'unnamed', crash_count, 0)) AS unnamed_crash_count,
    COUNTIF(left_out = 'deleted') AS deleted_modules,
    SUM(IF(left_out = 'deleted', crash_count, 0)) AS deleted_crash_count,
    COUNTIF(left_out = 'rare') AS rare_modules,
    SUM(IF(left_out = 'rare', crash_count, 0)) AS rare_crash_count
  FROM judged
)

SELECT
  -- A name is what tells these rows from crash reports.
  IFNULL(name, '') AS name,
  version,
  debug_id,
  debug_file,
  code_id,
  crash_count,
  CAST(NULL AS INT64) AS total_reports,
  CAST(NULL AS DATE) AS crash_date,
  CAST(NULL AS STRING) AS product,
  CAST(NULL AS STRING) AS count_by,
  CAST(NULL AS INT64) AS min_crash_count,
  CAST(NULL AS INT64) AS unnamed_modules,
  CAST(NULL AS INT64) AS unnamed_crash_count,
  CAST(NULL AS INT64) AS deleted_modules,
  CAST(NULL AS INT64) AS deleted_crash_count,
  CAST(NULL AS INT64) AS rare_modules,
  CAST(NULL AS INT64) AS rare_crash_count
FROM judged
WHERE left_out IS NULL
UNION ALL
SELECT
  NULL, NULL, NULL, NULL, NULL, NULL,
  total_reports,
  crash_date,
  @product,
  @count_by,
  @min_crash_count,
  unnamed_modules,
  IFNULL(unnamed_crash_count, 0),
  deleted_modules,
  IFNULL(deleted_crash_count, 0),
  rare_modules,
  IFNULL(rare_crash_count, 0)
FROM totals, sums
ORDER BY
  total_reports DESC, -- nulls come last
  crash_count DESC, name, version, debug_id, debug_file

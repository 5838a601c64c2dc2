-- The crash reports that crashcorr compares, one row each.
--
--   @end_date     DATE           the day after the last one
--   @window_days  INT64          how many days
--   @product      STRING         e.g. Firefox
--   @versions     ARRAY<STRING>  versions of all channels; empty: every one
--
--   bqfetch --query-file crashcorr.sql --param end_date:DATE:2026-11-22 \
--       --param window_days:INT64:5 --param product:STRING:Firefox \
--       --param 'versions:ARRAY<STRING>:["145.0","146.0b9"]' |
--       crashcorr --channel release=145.0 --channel beta=146.0b9 -o out
SELECT
  -- Whatever is not named here becomes an attribute, so that a column added to
  -- the table is compared without a change in this file. Left out is what
  -- crashcorr never looks at: BigQuery bills the columns that it reads.
  * EXCEPT (
    addons,
    additional_minidumps,
    available_physical_memory,
    available_virtual_memory,
    classifications,
    crash_id,
    date,
    install_age,
    java_stack_trace,
    json_dump,
    last_crash,
    memory_measures,
    memory_report,
    oom_allocation_size,
    processor_notes,
    productid,
    proto_signature,
    topmost_filenames,
    total_physical_memory,
    uptime,
    user_comments,
    winsock_lsp
  ),
  -- Only those that crashcorr takes words from: in English, or in no language
  -- that is known. Nobody's other words leave the table.
  IF(
    IFNULL(useragent_locale, '') = ''
    OR LOWER(useragent_locale) = 'en'
    OR STARTS_WITH(LOWER(useragent_locale), 'en-'),
    user_comments,
    NULL
  ) AS user_comments,
  -- The version of an add-on is that of its first entry: keep the order. As
  -- JSON, because an array cannot come out as NULL, and a report without a list
  -- of add-ons is not one with an empty list.
  IF(
    addons IS NULL,
    NULL,
    TO_JSON(
      ARRAY(
        SELECT a.element
        FROM UNNEST(addons.list) AS a WITH OFFSET AS position
        WHERE a.element IS NOT NULL
        ORDER BY position
      )
    )
  ) AS addons,
  -- A file that is mapped several times is one module here. What stands beside
  -- the names (addresses, debug IDs, symbol URLs) is twenty times as long.
  ARRAY(
    SELECT DISTINCT m.element.filename
    FROM UNNEST(json_dump.modules.list) AS m
    WHERE m.element.filename IS NOT NULL
  ) AS modules
FROM `moz-fx-data-shared-prod.telemetry_derived.socorro_crash_v2`
WHERE
  -- Half open, so that @window_days complete days are compared and never a part
  -- of today. The table demands a filter on this column, its partitions.
  crash_date >= DATE_SUB(@end_date, INTERVAL (@window_days) DAY)
  AND crash_date < @end_date
  -- crashcorr, too, lets reports pass that name no product.
  AND (product = @product OR product IS NULL)
  AND (
    IFNULL(ARRAY_LENGTH(@versions), 0) = 0
    OR version IN UNNEST(@versions)
  )

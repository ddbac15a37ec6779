-- Purpose: recording executions, what follows from each (its cost, its place in the rollups, the end users), the lists and the figures.
-- Objects: public.{record,list,count,get,update}_execution(s), export_executions_page, record_execution_export, execution_{stats,timeseries,breakdown,
--          versions}, refresh_llm_feedback; private.store_executions, private.find_failure_pattern (which the migration of failures fills in), the
--          triggers that keep llm_feedback_daily and users; get_ingest_settings, export_user_page, get_user_profile and erase_user know executions.
-- Destructive: no.

create function private.find_failure_pattern(project text, error_class text, error text, version_label text, at timestamptz) returns uuid
language sql volatile
set search_path = ''
as $$
  select null::uuid;
$$;
comment on function private.find_failure_pattern(text, text, text, text, timestamptz) is
  'The pattern that an error belongs to, created when it is the first of its kind; null for an error without a text.';

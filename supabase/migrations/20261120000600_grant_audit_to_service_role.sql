-- Purpose: `members` and `keys` with --secret-key write as service_role; the audit triggers on those tables then run as it.
-- Objects: grants on schema private and private.audit.
-- Destructive: no.

-- No request of the web application runs as service_role, so this opens nothing to people or programs.
grant usage on schema private to service_role;
grant execute on function private.audit(text, text, text, text, jsonb) to service_role;

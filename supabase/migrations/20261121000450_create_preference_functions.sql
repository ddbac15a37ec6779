-- Purpose: what members choose for themselves.
-- Objects: public.get_preferences, public.update_preferences.
-- Destructive: no.

create function public.get_preferences() returns json
language plpgsql stable
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
begin
  if caller.kind is distinct from 'member' then
    raise sqlstate 'PT403' using message = 'only members have preferences';
  end if;
  return json_build_object('dismissed_hints', coalesce(
    (select to_json(p.dismissed_hints) from public.member_preferences p where p.user_id = caller.id), '[]'));
end;
$$;
comment on function public.get_preferences() is 'The caller''s preferences; the defaults until some were set. PT403 for programs and strangers.';
grant execute on function public.get_preferences() to authenticated;

-- security definer: nobody holds a write policy on preferences; writes the caller's own row only.
create function public.update_preferences(preferences text) returns json
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.principal();
begin
  if caller.kind is distinct from 'member' then
    raise sqlstate 'PT403' using message = 'only members have preferences';
  end if;
  insert into public.member_preferences (user_id, dismissed_hints)
  values (caller.id, array(select h from jsonb_array_elements_text(preferences::jsonb -> 'dismissed_hints') with ordinality x (h, n) group by h order by min(n)))
  on conflict (user_id) do update set dismissed_hints = excluded.dismissed_hints;
  return public.get_preferences();
end;
$$;
comment on function public.update_preferences(text) is 'Replaces the caller''s preferences, repeated hints once; answers them. PT403 for programs and strangers.';
grant execute on function public.update_preferences(text) to authenticated;

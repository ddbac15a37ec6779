-- Purpose: what a reviewer has said of the turns of a queue, for the end of a review.
-- Objects: public.summarize_my_reviews.
-- Destructive: no.

-- security definer: the places of a queue need not be readable one by one; only the caller's own reviews are counted.
create function public.summarize_my_reviews(queue_id uuid) returns json
language plpgsql stable security definer
set search_path = ''
as $$
declare
  caller private.principal_info := private.require('review');
begin
  if not exists (
    select from public.review_queues q
    where q.id = summarize_my_reviews.queue_id and (caller.projects is null or q.project = any (caller.projects))
  ) then
    raise sqlstate 'PT404' using message = 'there is no such queue';
  end if;
  return (
    with mine as (
      select r.turn_id, r.state, r.better_response, t.session_id
      from public.turn_reviews r
      join public.tuning_conversation_turns t on t.id = r.turn_id
      where r.reviewer_id = caller.id and r.state in ('done', 'skipped')
        and exists (select from public.review_queue_slots s where s.queue_id = summarize_my_reviews.queue_id and s.turn_id = r.turn_id)
    )
    select json_build_object(
      'done', count(*) filter (where m.state = 'done'),
      'skipped', count(*) filter (where m.state = 'skipped'),
      'better_answers', count(*) filter (where m.state = 'done' and m.better_response is not null),
      'notes', (
        select coalesce(json_agg(json_build_object('category', n.category, 'total', n.total) order by n.total desc, n.category), '[]')
        from (
          select i.category, count(*) as total
          from mine d join public.tuning_improvements i on i.turn_id = d.turn_id
          where d.state = 'done' and i.author_kind = 'member' and i.author_id = caller.id
          group by i.category) n),
      'sessions', count(distinct m.session_id) filter (where m.state = 'done'),
      -- As many as one download takes by id.
      'session_ids', (
        select coalesce(json_agg(x.session_id), '[]')
        from (select distinct d.session_id from mine d where d.state = 'done' order by 1 limit 100) x))
    from mine m);
end;
$$;
comment on function public.summarize_my_reviews(uuid) is
  'What the caller has said of the turns of a queue: turns done and skipped, notes by category, better answers, and the sessions (up to 100 ids).';
grant execute on function public.summarize_my_reviews(uuid) to authenticated;

"""Records of many years, made by SQL from a few that the ORM has made."""
from odoo.fields import Command

from odoo.addons.dan_van.models.core.lock import with_key


def plans(env, unit, years):
    """:return: an issued plan of each year, this one and those before, each with its contents"""
    this_year = env['dan_van.plan'].new().year
    made = env['dan_van.plan'].create([{
        'subject': "Công tác dân vận chính quyền", 'year': this_year - number, 'department_id': unit.id,
        'scheme_ids': [Command.set(env.ref('dan_van.scheme_month').ids)]}
        for number in range(years)])
    sections = {plan: plan.content_ids.filtered(lambda part: part.kind == 'content') for plan in made}
    env['dan_van.content'].create([{
        'plan_id': plan.id, 'parent_id': section.id, 'label': str(number), 'text': "Nội dung", 'sequence': section.sequence + number}
        for plan, section in sections.items() for number in range(1, 9)])
    env['dan_van.assignment'].create([{
        'plan_id': plan.id, 'text': "Nhiệm vụ", 'department_id': unit.id, 'unit_label': unit.name} for plan in made])
    for plan in with_key(made, 'benchmark', made._fields):
        plan.write({'state': 'issued', 'document_date': f'{plan.year}-01-01'})
    env.flush_all()
    return made


def copies(env, model, models, count, changes):
    """Insert copies of rows by SQL.

    :param models: records that are copied in turn
    :param changes: ``{column: SQL expression}``, where ``nth`` counts the copies
    """
    table = env[model]._table
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'", [table])
    columns = [name for name, in env.cr.fetchall()]
    values = ', '.join(changes.get(name, f'model."{name}"') for name in columns)
    names = ', '.join(f'"{name}"' for name in columns)
    env.cr.execute(f"""
        INSERT INTO {table} ({names}) SELECT {values} FROM generate_series(1, %s) AS nth
          JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS turn FROM {table} WHERE id IN %s) AS model
            ON model.turn = nth %% %s""", [count, tuple(models.ids), len(models)])


def duties(env, plans, units, count):
    """Duties of each year's plan, spread over units and contents; of the past years all are done, of this one four in five."""
    models = plans.assignment_ids
    copies(env, 'dan_van.assignment', models, count - len(models), {
        'department_id': any_of(units.ids, 'nth / 10'), 'sequence': 'nth', 'printed': 'false',
        'deadline': "make_date(extract(year FROM CURRENT_DATE)::int - (nth %% 10)::int, 1 + (nth / 100 %% 12)::int, 28)",
        'done_date': "CASE WHEN nth %% 10 > 0 OR nth / 100 %% 5 > 0"
                     " THEN make_date(extract(year FROM CURRENT_DATE)::int - (nth %% 10)::int, 1 + (nth / 100 %% 12)::int, 20) END"})
    env.cr.execute("""
        INSERT INTO dan_van_assignment_content_rel (assignment_id, content_id)
        SELECT duty.id, part.ids[duty.id %% array_length(part.ids, 1) + 1]
          FROM dan_van_assignment duty
          JOIN (SELECT plan_id, array_agg(id) AS ids FROM dan_van_content WHERE parent_id IS NOT NULL GROUP BY plan_id) part
            ON part.plan_id = duty.plan_id
         WHERE duty.plan_id = ANY(%s) ON CONFLICT DO NOTHING""", [plans.ids])
    # Each is due four times; before the day on which it stands it was done.
    env.cr.execute("""
        INSERT INTO dan_van_occurrence (assignment_id, plan_id, plan_state, company_id, department_id, planned_date, due_date, done_date)
        SELECT duty.id, duty.plan_id, duty.plan_state, duty.company_id, duty.department_id, day, day,
               CASE WHEN before > 0 THEN day ELSE duty.done_date END
          FROM dan_van_assignment duty, generate_series(0, 3) AS before,
               LATERAL (SELECT (duty.deadline - before * interval '3 months')::date AS day) days
         WHERE duty.plan_id = ANY(%s) AND duty.scope = 'unit' ON CONFLICT DO NOTHING""", [plans.ids])


def events(env, units, count):
    """Events of all types, spread over units and the days of ten years."""
    kinds = env['dan_van.event.type'].search([('company_id', 'in', (env.company.id, False))])
    models = env['dan_van.event'].create([{
        'type_id': kind.id, 'date': '2026-01-05', 'department_id': units[0].id, 'participant_count': 40} for kind in kinds])
    env.flush_all()
    copies(env, 'dan_van.event', models, count, {
        'department_id': any_of(units.ids, 'nth'), 'date': "CURRENT_DATE - (nth %% 3650)::int"})


def registers(env, unit, count):
    """A year's outgoing and incoming register."""
    register = env['dan_van.register'].create({'year': 1999, 'company_id': env.company.id})
    entry = with_key(env['dan_van.register.entry'], 'reserve', making=True).create({
        'register_id': register.id, 'number': 1, 'code': '01/KH-BDT', 'date': '1999-01-02', 'document_type': 'KH', 'subject': "Kế hoạch",
        'signer': "Trưởng ban", 'recipients': "Các phòng", 'department_id': unit.id, 'res_model': 'dan_van.plan', 'res_id': 1})
    document = env['dan_van.incoming'].create({
        'code': '1/UBND', 'issuer': "UBND tỉnh", 'subject': "Công văn", 'date': '1999-01-02', 'arrival_date': '1999-01-03'})
    env.flush_all()
    copies(env, 'dan_van.register.entry', entry, count - 1, {
        'number': 'nth + 1', 'code': "(nth + 1) || '/KH-BDT'", 'subject': "'Về việc triển khai số ' || nth",
        'date': "make_date(1999, 1, 2) + (nth / 60)::int"})
    copies(env, 'dan_van.incoming', document, count - 1, {
        'arrival_number': 'nth + 1', 'code': "(nth + 1) || '/UBND'", 'code_key': "(nth + 1) || '/ubnd'",
        'subject': "'Về việc triển khai số ' || nth", 'arrival_date': "make_date(1999, 1, 3) + (nth / 60)::int"})


def any_of(ids, expression):
    return f"(ARRAY[{', '.join(map(str, ids))}])[({expression}) %% {len(ids)} + 1]"

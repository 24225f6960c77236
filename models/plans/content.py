from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.document_part import shortened

SECTION_KINDS = [
    ('purpose', "Purpose"),
    ('requirements', "Requirements"),
    ('purpose_requirements', "Purpose and requirements"),
    ('content', "Content"),
    ('implementation', "Implementation"),
    ('other', "Other"),
]


class Content(models.Model):
    """A heading, task or paragraph of a plan, in the order of print.

    Roots are the plan's sections (I, II, III); what stands below is their text. Assignments are printed where the
    section of kind "implementation" stands.
    """

    _name = 'dan_van.content'
    _description = 'Plan content'
    _inherit = 'dan_van.plan.part'
    _order = 'plan_id, sequence, id'
    _parent_store = True
    _rec_names_search = ['label', 'title', 'text']

    parent_id = fields.Many2one(
        'dan_van.content', 'Below', ondelete='cascade', index=True, domain="[('plan_id', '=', plan_id)]")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many('dan_van.content', 'parent_id', 'Parts')
    level = fields.Integer(compute='_compute_level', recursive=True)
    kind = fields.Selection(SECTION_KINDS, help="What a section of the plan is about; empty below the sections.")
    section_kind = fields.Selection(
        SECTION_KINDS, 'Section', compute='_compute_section_kind', store=True, recursive=True, index=True)
    label = fields.Char(help="As printed: I, 1, a, - or +. Empty for a plain paragraph.")
    title = fields.Char(help="Heading, or the words before the text.")
    text = fields.Text(help="Plain text; each line is printed as a paragraph.")
    assignment_ids = fields.Many2many(
        'dan_van.assignment', 'dan_van_assignment_content_rel', 'content_id', 'assignment_id', 'Assignments', copy=False)

    @api.depends('parent_id.level')
    def _compute_level(self):
        for content in self:
            content.level = content.parent_id.level + 1 if content.parent_id else 0

    @api.depends('kind', 'parent_id.section_kind')
    def _compute_section_kind(self):
        for content in self:
            content.section_kind = content.kind or content.parent_id.section_kind or 'other'

    @api.depends('label', 'title', 'text')
    def _compute_display_name(self):
        for content in self:
            name = ' '.join(filter(None, (content.label, content.title or content.text)))
            content.display_name = shortened(name)

    @api.constrains('parent_id', 'plan_id')
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A part of a plan can't stand below itself."))
        for content in self:
            if content.parent_id and content.parent_id.plan_id != content.plan_id:
                raise ValidationError(self.env._(
                    "“%s” must stand below a part of the same plan.", content.display_name))

    @api.constrains('assignment_ids', 'plan_id')
    def _check_assignments(self):
        # sudo: as who asks from the side of the duty.
        self.sudo().assignment_ids._check_contents()

    @api.model
    def _create_tree(self, plan, nodes):
        """Create a tree level by level, in as many inserts as it is deep.

        :param plan: the plan that gets the tree
        :param nodes: list of ``{'vals': dict, 'children': nodes}`` in the order of print; each node gets its
            record under ``'record'``
        """
        for sequence, node in enumerate(_walk(nodes), 1):
            node['vals'].setdefault('sequence', sequence * 10)
        level = [(node, self.browse()) for node in nodes]
        while level:
            records = self.create([
                {**node['vals'], 'plan_id': plan.id, 'parent_id': parent.id} for node, parent in level])
            for (node, _parent), record in zip(level, records):
                node['record'] = record
            level = [(child, node['record']) for node, _parent in level for child in node['children']]


def _walk(nodes):
    """Yield nodes in the order of print."""
    for node in nodes:
        yield node
        yield from _walk(node['children'])

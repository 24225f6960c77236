"""What a client calls a method with is of the kind that it works on: anything else is refused in a sentence, not in Python's words."""
from odoo import models
from odoo.exceptions import UserError
from odoo.http import request

# Methods that get values, first of all, and what these are called.
_VALUES = {'create': 'vals_list', 'onchange': 'values', 'web_save': 'vals', 'write': 'vals'}


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    @classmethod
    def _dispatch(cls, endpoint):
        """Check what is given for records and values before a method of ours works with it, whichever route it is called by."""
        if (called := cls._called()) is not None:
            name, args, kwargs = cls._call(request.params)
            function = getattr(type(called), name, None) if isinstance(name, str) else None
            if function and isinstance(args, (list, tuple)) and isinstance(kwargs, dict):
                cls._check_call(called, name, list(args), kwargs, getattr(function, '_api_model', False))
        return super()._dispatch(endpoint)

    @classmethod
    def _call(cls, params):
        """:return: (name of the method, its positional arguments, the ids first where it has some, those by name) as the client gives them"""
        if '__method__' in params:  # below /json/2
            return params['__method__'], [params.get('ids', ())], params
        if params.get('service') == 'object':  # of /jsonrpc: database, user, password, model, method, arguments
            name, *given = params['args'][4:] or [None]
            return (name, *given[:2], *([], {})[len(given):]) if params.get('method') == 'execute_kw' else (name, given, {})
        return params.get('method'), params.get('args', []), params.get('kwargs', {})

    @classmethod
    def _check_call(cls, called, name, args, kwargs, is_of_model):
        """
        :param is_of_model: whether the method works on no records
        :raise UserError: the records are not given by their numbers, or the values not by the names of their fields
        """
        if not is_of_model and args and not _are_numbers(args.pop(0)):
            raise UserError(request.env._("“%s”: records are named by their numbers.", called._description))
        if name in _VALUES:
            given = args[0] if args and '__method__' not in kwargs else kwargs.get(_VALUES[name])
            for vals in given if name == 'create' and isinstance(given, list) else [given]:
                if not isinstance(vals, dict):
                    called._check_kinds(vals)


def _are_numbers(ids):
    """:return: whether a client means records by ``ids``, one or several of them, or none"""
    return not ids or all(type(id_) is int for id_ in (ids if isinstance(ids, (list, tuple)) else [ids]))

def built_on(env, name):
    """:return: sorted list of the names of all models that inherit the mixin ``name`` and have a table of their own"""
    mixin = env.registry[name]
    return sorted(model for model, cls in env.registry.items() if not cls._abstract and issubclass(cls, mixin))

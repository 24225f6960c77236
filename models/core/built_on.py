def built_on(env, name):
    """:return: sorted list of the names of all models that inherit the mixin ``name`` and have a table of their own"""
    return built_in(env.registry, name)


def built_in(registry, name):
    """As :func:`built_on`, where there is no environment yet."""
    mixin = registry[name]
    return sorted(model for model, cls in registry.items() if not cls._abstract and issubclass(cls, mixin))

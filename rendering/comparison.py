def compare(before, after, context=1):
    return [] if before == after else [('removed', line) for line in before] + [('added', line) for line in after]

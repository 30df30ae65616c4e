def transform(input, metadata, args):
    return input

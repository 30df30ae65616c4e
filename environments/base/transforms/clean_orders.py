def transform(input, metadata, args):
    if input.get("test_order"):
        return None
    return {
        "order_id": input["order_id"],
        "customer_id": input.get("customer_id"),
        "total": round(float(input.get("total", 0)), 2),
        "ordered_at": input["ordered_at"],
    }

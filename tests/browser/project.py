"""Writes the projects whose plans the pages show."""
import os


def write(root, path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)


def settings(root, bucket):
    write(root, "flowsync.yaml", "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: shop-aa4e}\n")
    write(root, "environments/prod/environment.yaml", f"""apiVersion: flowsync/v1
kind: Environment
metadata: {{name: prod}}
spec:
  nexla: {{url: "sim:prod"}}
  variables: {{bucket: {bucket}}}
  credentials: {{files: {{id: 6027}}, warehouse: {{name: Snowflake Sales}}}}
""")


def flow(root, name, *, query="SELECT 1", cron="0 0 0 * * ? *", table=None, code="return input", sinks=("warehouse",), title=None, moved="[]"):
    title = (title or name).replace('"', '\\"')
    write(root, f"environments/base/transforms/{name}.py", f"""def transform(input, metadata, args):
    total = float(input.get("total", 0))
    region = input.get("region")
    {code}
""")
    text = f"""apiVersion: flowsync/v1
kind: Flow
metadata: {{name: {name}}}
moved: {moved}
spec:
  source:
    name: "{title}"
    type: s3
    credential: files
    config:
      path: ${{var.bucket}}/{name}
      start.cron: "{cron}"
      note: "{query}"
  nexsets:
    - key: raw
      detected: {{index: 1}}
    - key: clean
      from: raw
      name: "{title}, clean"
      transform: {{file: ../transforms/{name}.py, type: python3}}
  sinks:
"""
    for sink in sinks:
        text += f"""    - key: {sink}
      from: clean
      name: "{title} {sink}"
      type: snowflake
      credential: warehouse
      config: {{database: SALES, table: {table or name.upper().replace("-", "_")}_{sink.upper()}, insert.mode: UPSERT, primary.key: ID}}
"""
    write(root, f"environments/base/flows/{name}.yaml", text)


LONG = "SELECT id, name, region, total FROM acme.orders WHERE created_at > '2026-01-01' AND status = 1{} AND region IN " \
    "('north', 'south', 'east', 'west') AND deleted_at IS NULL ORDER BY created_at DESC LIMIT 5000"

HOSTILE = "</script><script>window.taken = 1</script><img src=x onerror='window.taken = 1'>\" onclick=\"window.taken = 1"


def before(root):
    settings(root, "acme-prod")
    flow(root, "orders", query=LONG.format(""), sinks=("warehouse", "archive", "legacy"))
    for name in ("customers", "invoices", "payments", "returns"):
        flow(root, name)
    flow(root, "old-reports")
    flow(root, "stock", cron="0 0 6 * * ? *")


def after(root):
    settings(root, "acme-prod-2")
    flow(root, "orders", query=LONG.format(" OR 1=1"), code='return {"total": round(total, 2), "region": region}',
         sinks=("warehouse", "archive", "partners"))
    flow(root, "stock", cron="0 0/5 * * * ? *")
    flow(root, "hostile", title=HOSTILE, moved="[{from: old-reports, to: null}]")
    os.remove(os.path.join(root, "environments/base/flows/old-reports.yaml"))


def many(root, count):
    settings(root, "acme-prod")
    for number in range(count):
        flow(root, f"flow-{number}", sinks=("warehouse", "archive"))

"""What the vendor's SDK is asked to do, one step a call, in the order in which a flow comes and goes. A step may use what
steps before it returned; `Steps` records each under a name."""
from nexla_sdk.models import (AttributeTransformCreate, AttributeTransformUpdate, CodeContainerCreate, CodeContainerUpdate,
                              CredentialCreate, CredentialUpdate, DestinationCopyOptions, DestinationCreate, DestinationUpdate,
                              DocContainerInput, FlowCopyOptions, LookupCreate, LookupUpdate, NexsetCopyOptions, NexsetCreate,
                              NexsetUpdate, NotificationChannelSettingCreate, NotificationChannelSettingUpdate,
                              NotificationSettingCreate, NotificationSettingUpdate, ProbeSampleRequest, ProbeTreeRequest,
                              ProjectCreate, ProjectFlowIdentifier, ProjectFlowList, ProjectUpdate, SourceCopyOptions,
                              SourceCreate, SourceUpdate, TeamAccessorRequest, TransformCreate, TransformUpdate,
                              UserAccessorRequest)

JOLT = [{"operation": "shift", "spec": {"id": "id"}}]
DAYS = {"from_date": "2025-01-01", "to_date": "2030-01-01"}


def access(do, name, resource, item):
    """Everything that can be done with the access to one resource."""
    user = [UserAccessorRequest(email="data-team@example.com", access_roles=["operator"])]
    team = [TeamAccessorRequest(name="data", access_roles=["collaborator"])]
    do(name + ".replace_accessors", lambda: resource.replace_accessors(item, user), lambda got: len(got) == 1)
    do(name + ".add_accessors", lambda: resource.add_accessors(item, team), lambda got: len(got) == 2)
    do(name + ".get_accessors", lambda: resource.get_accessors(item), lambda got: got[0].email == "data-team@example.com")
    do(name + ".delete_accessors", lambda: resource.delete_accessors(item, team), lambda got: len(got) == 1)
    do(name + ".delete_all_accessors", lambda: resource.delete_accessors(item), lambda got: got == [])


def common(do, name, resource, item):
    """List, page, read, audit log, access."""
    do(name + ".list", lambda: resource.list(), lambda got: any(one.id == item for one in got))
    do(name + ".list_page", lambda: resource.list(page=1, per_page=2), lambda got: len(got) <= 2)
    do(name + ".list_role", lambda: resource.list(access_role="collaborator"), lambda got: got)
    do(name + ".paginate", lambda: list(resource.paginate(per_page=2)), lambda got: any(one.id == item for one in got))
    do(name + ".get", lambda: resource.get(item), lambda got: got.id == item)
    do(name + ".get_expanded", lambda: resource.get(item, expand=True), lambda got: got.id == item)
    do(name + ".get_audit_log", lambda: resource.get_audit_log(item), lambda got: got[0]["event"] in ("create", "update"))
    access(do, name, resource, item)


def credentials(do, nexla):
    made = do("credentials.create", lambda: nexla.credentials.create(CredentialCreate(
        name="SDK S3", credentials_type="s3", credentials={"region": "eu-west-1", "secret_key": "x"})))
    database = do("credentials.create_database", lambda: nexla.credentials.create(CredentialCreate(
        name="SDK Snowflake", credentials_type="snowflake", description="For sinks", credentials={"host": "example.com"})))
    do("credentials.update", lambda: nexla.credentials.update(made.id, CredentialUpdate(description="changed")),
       lambda got: got.description == "changed")
    common(do, "credentials", nexla.credentials, made.id)
    do("credentials.list_type", lambda: nexla.credentials.list(credentials_type="s3"), lambda got: got)
    do("credentials.probe", lambda: nexla.credentials.probe(made.id), lambda got: got["status"] == "ok")
    do("credentials.probe_tree", lambda: nexla.credentials.probe_tree(made.id, ProbeTreeRequest(depth=2, path="bucket")),
       lambda got: got.object)
    do("credentials.probe_sample", lambda: nexla.credentials.probe_sample(made.id, ProbeSampleRequest(path="bucket/a.csv")),
       lambda got: got.output)
    return made.id, database.id


def source(do, nexla, credential):
    made = do("sources.create", lambda: nexla.sources.create(SourceCreate(
        name="SDK orders", source_type="s3", data_credentials_id=credential, source_config={"path": "bucket/orders"})))
    do("sources.update", lambda: nexla.sources.update(made.id, SourceUpdate(
        description="changed", source_config={"path": "bucket/other"})), lambda got: got.source_config["path"] == "bucket/other")
    do("sources.activate", lambda: nexla.sources.activate(made.id), lambda got: got.status == "ACTIVE")
    for _ in range(3):
        got = do("sources.detection", lambda: nexla.sources.get(made.id))
    do("sources.has_nexset", lambda: got.data_sets, lambda sets: len(sets) == 1)
    common(do, "sources", nexla.sources, made.id)
    return made.id, got.data_sets[0].id


def nexset(do, nexla, detected):
    made = do("nexsets.create", lambda: nexla.nexsets.create(NexsetCreate(
        name="SDK clean", parent_data_set_id=detected, has_custom_transform=False,
        transform={"version": 1, "data_maps": [], "transforms": JOLT}, tags=["sdk"])), lambda got: got.tags == ["sdk"])
    do("nexsets.update", lambda: nexla.nexsets.update(made.id, NexsetUpdate(description="changed", tags=["a", "b"])),
       lambda got: got.tags == ["a", "b"])
    do("nexsets.activate", lambda: nexla.nexsets.activate(made.id), lambda got: got.status == "ACTIVE")
    common(do, "nexsets", nexla.nexsets, made.id)
    do("nexsets.get_samples", lambda: nexla.nexsets.get_samples(made.id, count=3), lambda got: len(got) == 3)
    do("nexsets.get_samples_metadata", lambda: nexla.nexsets.get_samples(made.id, include_metadata=True),
       lambda got: got[0].nexla_metadata)
    do("nexsets.update_docs", lambda: nexla.nexsets.update_docs(made.id, [DocContainerInput(name="Overview", text="# It")]),
       lambda got: got[0].text == "# It")
    do("nexsets.list_docs", lambda: nexla.nexsets.list_docs(made.id), lambda got: len(got) == 1)
    do("nexsets.copy_docs", lambda: nexla.nexsets.copy_docs(made.id, detected), lambda got: len(got) == 1)
    return made.id


def sink(do, nexla, credential, clean):
    made = do("destinations.create", lambda: nexla.destinations.create(DestinationCreate(
        name="SDK warehouse", sink_type="snowflake", data_credentials_id=credential, data_set_id=clean,
        sink_config={"table": "T", "insert.mode": "INSERT", "mapping": {"mode": "auto"}})))
    do("destinations.update", lambda: nexla.destinations.update(made.id, DestinationUpdate(
        description="changed", sink_config={"table": "U", "insert.mode": "INSERT", "mapping": {"mode": "auto"}})),
       lambda got: got.sink_config["table"] == "U")
    do("destinations.activate", lambda: nexla.destinations.activate(made.id), lambda got: got.status == "ACTIVE")
    common(do, "destinations", nexla.destinations, made.id)
    return made.id


def flows(do, nexla, made_source):
    node = do("flows.get_by_resource", lambda: nexla.flows.get_by_resource("data_sources", made_source)).flows[0].id
    do("flows.list", lambda: nexla.flows.list(), lambda got: got[0].flows)
    do("flows.list_metrics", lambda: nexla.flows.list(include_run_metrics=True), lambda got: got[0].metrics)
    do("flows.list_only", lambda: nexla.flows.list(flows_only=True), lambda got: not got[0].data_sources)
    do("flows.get", lambda: nexla.flows.get(node), lambda got: got.flows[0].id == node)
    do("flows.pause", lambda: nexla.flows.pause(node), lambda got: got.flows[0].status == "PAUSED")
    do("flows.activate", lambda: nexla.flows.activate(node, all=True), lambda got: got.flows[0].status == "ACTIVE")
    do("flows.pause_by_resource", lambda: nexla.flows.pause_by_resource("data_sources", made_source))
    do("flows.activate_by_resource", lambda: nexla.flows.activate_by_resource("data_sources", made_source))
    access(do, "flows", nexla.flows, node)
    run = do("flows.run_of", lambda: nexla.flows.list(include_run_metrics=True)[0].metrics[0].run_id)
    do("flows.get_run_status", lambda: nexla.flows.get_run_status(node, run), lambda got: got)
    do("flows.get_flow_logs", lambda: nexla.flows.get_flow_logs(node, **DAYS), lambda got: "logs" in got)
    do("flows.search_flow_logs", lambda: nexla.flows.search_flow_logs(node, severity="ERROR"), lambda got: "logs" in got)
    do("flows.get_logs", lambda: nexla.flows.get_logs("data_sources", made_source, run, 1700000000000),
       lambda got: got.status == 200)
    do("flows.get_metrics", lambda: nexla.flows.get_metrics("data_sources", made_source, **DAYS), lambda got: got.metrics.data)
    do("flows.get_org_health_summary", lambda: nexla.flows.get_org_health_summary(), lambda got: got)
    do("flows.get_org_health_flows", lambda: nexla.flows.get_org_health_flows(health_status="green"), lambda got: got)
    do("flows.get_flow_health", lambda: nexla.flows.get_flow_health(node), lambda got: got)
    do("flows.get_active_flows_metrics", lambda: nexla.flows.get_active_flows_metrics(), lambda got: got)
    do("metrics.daily", lambda: nexla.metrics.get_resource_daily_metrics("data_sources", made_source, "2025-01-01"),
       lambda got: got.metrics)
    do("metrics.by_run", lambda: nexla.metrics.get_resource_metrics_by_run("data_sources", made_source, groupby="runId"),
       lambda got: got.metrics["data"])
    do("metrics.rate_limits", lambda: nexla.metrics.get_rate_limits(), lambda got: got)
    do("metrics.flow", lambda: nexla.metrics.get_flow_metrics("data_sources", made_source, "2025-01-01"), lambda got: got.metrics)
    do("metrics.flow_logs", lambda: nexla.metrics.get_flow_logs("data_sources", made_source, run, 1700000000000))
    do("metrics.summary", lambda: nexla.metrics.get_flow_metrics_summary("total"), lambda got: got)
    return node


def projects(do, nexla, flip, made_source, node):
    made = do("projects.create", lambda: nexla.projects.create(ProjectCreate(
        name="SDK project", description="All of it", data_flows=[ProjectFlowIdentifier(data_source_id=made_source)])),
        lambda got: got.flows[0].data_source_id == made_source)
    do("projects.create_bare", lambda: nexla.projects.create(ProjectCreate(name="SDK bare")))
    do("projects.update", lambda: nexla.projects.update(made.id, ProjectUpdate(name="SDK project 2", description="changed")),
       lambda got: got.description == "changed")
    common(do, "projects", nexla.projects, made.id)
    do("projects.list_expanded", lambda: nexla.projects.list(expand=True), lambda got: any(one.flows for one in got))
    do("projects.get_flows", lambda: nexla.projects.get_flows(made.id), lambda got: got.flows[0].id == node)
    for reply, name in (("flows", "_by_contract"), ("list", "")):
        flip("membership_reply", reply)
        do("projects.replace_flows" + name, lambda: nexla.projects.replace_flows(made.id, ProjectFlowList(flows=[])))
        do("projects.add_flows" + name, lambda: nexla.projects.add_flows(made.id, ProjectFlowList(flows=[node])))
        do("projects.remove_flows" + name, lambda: nexla.projects.remove_flows(made.id, ProjectFlowList(flows=[node])))
    flip("membership_reply", "flows")
    do("projects.delete", lambda: nexla.projects.delete(made.id))


def lookups(do, nexla):
    made = do("lookups.create", lambda: nexla.lookups.create(LookupCreate(
        name="SDK regions", data_type="string", map_primary_key="code", data_map=[{"code": "de", "name": "Germany"}])))
    do("lookups.update", lambda: nexla.lookups.update(made.id, LookupUpdate(description="changed", tags=["sdk"])),
       lambda got: got.tags == ["sdk"])
    do("lookups.upsert_entries", lambda: nexla.lookups.upsert_entries(made.id, [{"code": "fr", "name": "France"}]),
       lambda got: got == [{"code": "fr", "name": "France"}])
    do("lookups.get_entries", lambda: nexla.lookups.get_entries(made.id, ["de", "fr"]), lambda got: len(got) == 2)
    do("lookups.delete_entries", lambda: nexla.lookups.delete_entries(made.id, "fr"))
    common(do, "lookups", nexla.lookups, made.id)
    do("lookups.delete", lambda: nexla.lookups.delete(made.id))


CODE = (("transforms", TransformCreate, TransformUpdate, "record"),
        ("code_containers", CodeContainerCreate, CodeContainerUpdate, "record"),
        ("attribute_transforms", AttributeTransformCreate, AttributeTransformUpdate, "attribute"))


def new_code(create, output):
    record = output == "record"
    return create(name="SDK code", output_type=output, code_type="jolt_standard" if record else "python",
                  code_encoding="none" if record else "base64", code=JOLT if record else "cmV0dXJuIHY=")


def code_by_contract(do, nexla):
    """Where access_roles of code is a list, as the contract has it."""
    for name, create, _, output in CODE:
        do(name + ".create_by_contract", lambda: getattr(nexla, name).create(new_code(create, output)))
        do(name + ".list_by_contract", lambda: getattr(nexla, name).list())


def code(do, nexla):
    for name, create, update, output in CODE:
        resource = getattr(nexla, name)
        made = do(name + ".create", lambda: resource.create(new_code(create, output)))
        do(name + ".update", lambda: resource.update(made.id, update(description="changed")),
           lambda got: got.description == "changed")
        common(do, name, resource, made.id)
        do(name + ".list_public", lambda: resource.list_public(), lambda got: isinstance(got, list))
        if output == "record":
            copy = do(name + ".copy", lambda: resource.copy(made.id), lambda got: got.copied_from_id == made.id)
            do(name + ".delete_copy", lambda: resource.delete(copy.id))
        do(name + ".delete", lambda: resource.delete(made.id))


def notifications(do, nexla, made_source):
    told = nexla.notifications
    kind = do("notifications.get_type", lambda: told.get_type("ERROR", "SOURCE"), lambda got: got.event_type == "ERROR")
    do("notifications.get_types", lambda: told.get_types(), lambda got: len(got) > 20)
    channel = do("notifications.create_channel_setting", lambda: told.create_channel_setting(
        NotificationChannelSettingCreate(channel="SLACK", config={"channel": "#ops"})))
    do("notifications.update_channel_setting", lambda: told.update_channel_setting(
        channel.id, NotificationChannelSettingUpdate(config={"channel": "#data"})), lambda got: got.config["channel"] == "#data")
    do("notifications.get_channel_setting", lambda: told.get_channel_setting(channel.id))
    do("notifications.list_channel_settings", lambda: told.list_channel_settings(), lambda got: len(got) == 1)
    made = do("notifications.create_setting", lambda: told.create_setting(NotificationSettingCreate(
        channel="SLACK", notification_type_id=kind.id, notification_resource_type="SOURCE", resource_id=made_source,
        notification_channel_setting_id=channel.id)), lambda got: got.status == "ACTIVE")
    do("notifications.update_setting", lambda: told.update_setting(made.id, NotificationSettingUpdate(status="PAUSED")),
       lambda got: got.status == "PAUSED")
    do("notifications.get_setting", lambda: told.get_setting(made.id))
    do("notifications.list_settings", lambda: told.list_settings(event_type="ERROR"), lambda got: len(got) == 1)
    do("notifications.get_settings_by_type", lambda: told.get_settings_by_type(kind.id), lambda got: len(got) == 1)
    do("notifications.get_resource_settings", lambda: told.get_resource_settings("SOURCE", made_source), lambda got: len(got) == 1)
    do("notifications.delete_setting", lambda: told.delete_setting(made.id))
    do("notifications.delete_channel_setting", lambda: told.delete_channel_setting(channel.id))


def people(do, nexla):
    do("users.list", lambda: nexla.users.list(), lambda got: len(got) > 3)
    do("users.list_expanded", lambda: nexla.users.list(expand=True), lambda got: got[0].account_summary)
    do("users.get", lambda: nexla.users.get(43), lambda got: got.email == "second@example.com")
    do("users.get_current", lambda: nexla.users.get_current(), lambda got: got["id"] == 42)
    do("teams.list", lambda: nexla.teams.list(), lambda got: got[0].name == "data")
    do("teams.get", lambda: nexla.teams.get(601), lambda got: len(got.members) == 2)
    do("teams.get_members", lambda: nexla.teams.get_members(601), lambda got: got[0].admin)


def copies(do, nexla, made_source, clean, warehouse, node):
    do("sources.copy", lambda: nexla.sources.copy(made_source, SourceCopyOptions(reuse_data_credentials=True)),
       lambda got: got.copied_from_id == made_source)
    do("nexsets.copy", lambda: nexla.nexsets.copy(clean, NexsetCopyOptions()), lambda got: got.copied_from_id == clean)
    do("destinations.copy", lambda: nexla.destinations.copy(warehouse, DestinationCopyOptions(reuse_data_credentials=True)),
       lambda got: got.copied_from_id == warehouse)
    copy = do("flows.copy", lambda: nexla.flows.copy(node, FlowCopyOptions(reuse_data_credentials=True)),
              lambda got: got.flows[0].id != node)
    do("flows.delete", lambda: nexla.flows.delete(copy.flows[0].id))


def removal(do, nexla, made, detected, clean, warehouse, credential):
    do("destinations.pause", lambda: nexla.destinations.pause(warehouse), lambda got: got.status == "PAUSED")
    do("destinations.delete", lambda: nexla.destinations.delete(warehouse))
    do("nexsets.pause", lambda: nexla.nexsets.pause(clean), lambda got: got.status == "PAUSED")
    for copy in nexla.destinations.list():
        if copy.data_set_id == clean:
            nexla.destinations.delete(copy.id)
    do("nexsets.delete", lambda: nexla.nexsets.delete(clean))
    do("sources.pause", lambda: nexla.sources.pause(made), lambda got: got.status == "PAUSED")
    do("flows.delete_by_resource", lambda: nexla.flows.delete_by_resource("data_sources", made))
    for copy in nexla.sources.list():
        if copy.data_credentials is None and copy.name.endswith("SDK orders"):
            do("sources.delete", lambda: nexla.sources.delete(copy.id))
    do("credentials.delete", lambda: nexla.credentials.delete(credential))


def everything(do, nexla, flip):
    """All of it, once; `flip` sets a switch of the simulator."""
    people(do, nexla)
    files, database = credentials(do, nexla)
    made, detected = source(do, nexla, files)
    clean = nexset(do, nexla, detected)
    warehouse = sink(do, nexla, database, clean)
    node = flows(do, nexla, made)
    projects(do, nexla, flip, made, node)
    lookups(do, nexla)
    code_by_contract(do, nexla)
    flip("loose_types", "on")
    code(do, nexla)
    flip("loose_types", "off")
    notifications(do, nexla, made)
    copies(do, nexla, made, clean, warehouse, node)
    removal(do, nexla, made, detected, clean, warehouse, files)

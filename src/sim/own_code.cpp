#include "sim/own_code.hpp"

#include "sim/change.hpp"
#include "sim/code_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_code_fields = std::to_array<FieldRule>({
    {"code", FieldType::any, k_both},
    {"name", FieldType::text, k_both},
    {"description", FieldType::nullable_text, k_both},
    {"resource_type", FieldType::text, k_both},
    {"code_type", FieldType::text, k_both},
    {"code_encoding", FieldType::text, k_both},
    {"code_config", FieldType::any, k_both},
    {"custom_config", FieldType::any, k_both},
    {"repo_type", FieldType::text, k_both},
    {"repo_config", FieldType::any, k_both},
    {"data_credentials_id", FieldType::integer, k_both},
});

// The container made for this resource, or null when it has none or names one that stands by itself.
ObjectPtr existing_own(const Context& context, const Object& owner)
{
  auto container = owner.container_id == 0 ? nullptr : context.world.find(Kind::container, owner.container_id);
  const bool own =
      container && container->field("reusable") == false && container->field("owner_node_id") == owner.node_id;
  return own ? container : nullptr;
}

Object own_container(Context& context, const Object& owner, const std::string& name)
{
  if (const auto existing = existing_own(context, owner)) {
    Object container = *existing;
    touch(context, container);
    return container;
  }
  Object container = make_object(context, Kind::container);
  container.owner_id = owner.owner_id;
  container.org_id = owner.org_id;
  container.name = name;
  container.fields["reusable"] = false;
  container.fields["owner_node_id"] = owner.node_id;
  return container;
}

} // namespace

void store_transform(Context& context, Object& owner, const json& transform)
{
  Object container = own_container(context, owner, fmt::format("Data set {} (Transform)", owner.id));
  const auto operations =
      transform.is_object() && transform.contains("transforms") ? transform["transforms"] : transform;
  container.fields["resource_type"] = "transform";
  container.fields["output_type"] = "record";
  container.fields["code_type"] = has_custom_operation(operations) ? "jolt_custom" : "jolt_standard";
  container.fields["code_encoding"] = "none";
  container.fields["code"] = operations;
  container.fields["data_set_id"] = owner.id;
  owner.container_id = container.id;
  owner.fields["transform"] = transform;
  context.world.put(std::move(container));
}

void store_code(Context& context, Object& owner, const json& code_container)
{
  const bool source = owner.kind == Kind::source;
  Object container =
      own_container(context, owner, fmt::format("Data {} {} (Code)", source ? "source" : "sink", owner.id));
  container.fields = {{"reusable", false}, {"owner_node_id", owner.node_id}};
  container.fields["resource_type"] = source ? "source" : "sink";
  container.fields["output_type"] = "custom";
  container.fields["code_encoding"] = "none";
  container.fields["repo_type"] = "embedded";
  copy_fields(container, code_container,
              {"code", "resource_type", "code_type", "code_encoding", "code_config", "custom_config", "repo_type",
               "repo_config"});
  if (code_container.value("name", json()).is_string()) {
    container.name = code_container["name"].get<std::string>();
  }
  if (code_container.value("description", json()).is_string()) {
    container.description = code_container["description"].get<std::string>();
  }
  if (const auto id = id_field(code_container, "data_credentials_id"); id != 0) {
    container.credential_id = id;
  }
  owner.container_id = container.id;
  context.world.put(std::move(container));
}

void drop_own_container(Context& context, Object& owner)
{
  if (const auto container = existing_own(context, owner)) {
    context.world.erase(Kind::container, container->id);
  }
  owner.container_id = 0;
}

void choose_code(Context& context, Object& owner, const json& body)
{
  const std::string_view word = owner.kind == Kind::source ? "source" : "sink";
  if (const auto id = id_field(body, "code_container_id"); id != 0) {
    const auto container = context.world.find(Kind::container, id);
    if (!container) {
      throw invalid(fmt::format("code_container_id {} was not found", id), "code_container_id");
    }
    require(context, Kind::container, id, Role::collaborator);
    if (!container->text("resource_type").starts_with(word)) {
      throw invalid(fmt::format("code_container {} is not code of a {}", id, word), "code_container_id");
    }
    if (id != owner.container_id) {
      drop_own_container(context, owner);
    }
    owner.container_id = id;
  } else if (body.contains("code_container")) {
    json code = body["code_container"];
    check_fields(context, code, k_code_fields, k_on_update);
    check_attached_code(code, word);
    store_code(context, owner, code);
  }
}

ObjectPtr keep_container(Context& context, Object container)
{
  const auto& set_id = container.field("data_set_id");
  const auto owner = set_id.is_null() ? nullptr : context.world.find(Kind::set, set_id.get<Id>());
  if (owner && owner->container_id == container.id && owner->field("transform").is_structured()) {
    Object set = *owner;
    auto& transform = set.fields["transform"];
    (transform.is_object() ? transform["transforms"] : transform) = container.field("code");
    touch(context, set);
    context.world.put(std::move(set));
  }
  return keep(context, std::move(container));
}

void remove_container(Context& context, const Object& container)
{
  const auto users = context.world.users_of_container(container.id); // a copy: putting a user changes it
  if (!users.empty() && context.switches.at<"container_in_use">() == "refuse") {
    const auto& first = *users.begin();
    throw Refusal(static_cast<int>(context.switches.number<"in_use_code">()), "",
                  fmt::format("code_container {} is used by {} {}", container.id, word_of(first.kind), first.id));
  }
  for (const auto& ref : users) {
    Object user = *context.world.find(ref);
    user.container_id = 0;
    user.fields.erase("transform");
    user.fields.erase("transform_id");
    context.world.put(std::move(user));
  }
  context.world.erase(Kind::container, container.id);
}

} // namespace flowsync::sim

#include "sim/docs.hpp"

#include "sim/fields.hpp"
#include "sim/render.hpp"
#include "sim/replies.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_document_fields = std::to_array<FieldRule>({
    {"docs", FieldType::array, k_on_create | k_required},
});

constexpr auto k_doc_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_on_create | k_required},
    {"text", FieldType::text, k_on_create | k_required},
    {"doc_type", FieldType::text, k_on_create},
    {"description", FieldType::nullable_text, k_on_create},
});

void add_doc(Context& context, Id set_id, json entry)
{
  if (!entry.is_object()) {
    throw invalid("docs holds objects", "docs");
  }
  check_fields(context, entry, k_doc_fields, k_on_create);
  Object doc = make_object(context, Kind::doc);
  doc.set_id = set_id;
  write_names(context, doc, entry);
  doc.fields["text"] = entry["text"];
  doc.fields["doc_type"] = entry.value("doc_type", std::string("md"));
  context.world.put(std::move(doc));
}

} // namespace

json render_doc(const Context& context, const Object& doc)
{
  json reply = common_fields(context, doc);
  reply["text"] = doc.field("text");
  reply["doc_type"] = doc.field("doc_type");
  reply["public"] = false;
  reply["repo_type"] = "embedded";
  reply["repo_config"] = json::object();
  reply["tags"] = json::array();
  return reply;
}

void remove_docs(Context& context, Id set_id)
{
  const auto ids = context.world.docs_of_set(set_id); // a copy: erasing one moves it in the index
  for (const auto id : ids) {
    context.world.erase(Kind::doc, id);
  }
}

Reply docs_of_set(Context& context, const Request& request, const Object& set)
{
  if (request.method == "POST") {
    auto body = parse_object(request.body);
    check_fields(context, body, k_document_fields, k_on_create);
    remove_docs(context, set.id);
    for (const auto& entry : body["docs"]) {
      add_doc(context, set.id, entry);
    }
  } else if (request.method != "GET") {
    throw no_path(request);
  }
  json reply = json::array();
  for (const auto id : context.world.docs_of_set(set.id)) {
    reply.push_back(render_doc(context, *context.world.find(Kind::doc, id)));
  }
  return ok(std::move(reply));
}

} // namespace flowsync::sim

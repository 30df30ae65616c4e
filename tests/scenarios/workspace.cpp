#include "workspace.hpp"

#include "support/unfolded.hpp"
#include "torture/sample_project.hpp"

#include <doctest/doctest.h>
#include <httplib.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace flowsync::scenarios {

using nlohmann::json;

namespace {

constexpr const char* k_orders = R"(apiVersion: flowsync/v1
kind: Flow
metadata:
  name: web-orders
  labels: {team: sales}
spec:
  source:
    name: Web orders
    type: s3
    credential: files
    config:
      path: ${var.bucket}/orders
      start.cron: "0 0 * * * ? *"
      csv.delimiter: ";"
  nexsets:
    - key: orders
      detected: {index: 1}
    - key: clean
      from: orders
      name: Web orders, clean
      transform:
        version: 1
        transforms: [{operation: shift, spec: {order_id: ORDER_ID}}]
  sinks:
    - key: warehouse
      from: clean
      name: WEB_ORDERS
      type: snowflake
      credential: warehouse
      config: {database: SALES, table: WEB_ORDERS, insert.mode: UPSERT, primary.key: ORDER_ID}
    - key: archive
      from: clean
      name: Web orders, archive
      type: gcs
      credential: archive
      config: {path: archive/orders, data_format: json, max.file.size.mb: 512}
)";

std::string environment_text(const std::string& name, const std::string& url, const std::string& more)
{
  return "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: " + name +
         "}\nspec:\n  nexla:\n    url: " + url +
         "\n    auth: {service_key: \"${env.NEXLA_KEY}\"}\n  variables: {bucket: acme-" + name +
         "}\n  credentials:\n    files: {id: 6027}\n    archive: {name: Nexla GCS, type: gcs}\n    warehouse: {name: "
         "Snowflake Sales}\n"
         "    crm: {name: CRM Postgres}\n" +
         more;
}

} // namespace

Workspace::Workspace(const SwitchValues& switches)
{
  sim::Options options;
  for (const auto& [name, value] : switches) {
    if (const auto problem = options.switches.set(name, value)) {
      throw std::runtime_error(*problem);
    }
  }
  m_server = std::make_unique<sim::Server>(options);
  m_server->start();
  plant("NEXLA_KEY", "sim-service-key");
  write("flowsync.yaml", "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: acme-data-k3x9}\n");
  write("environments/base/flows/orders.yaml", k_orders);
  write(torture::k_people_file, torture::k_people_text);
  write("environments/dev/environment.yaml", environment_text("dev", url(), ""));
  // Both write the same tables, as it is simpler here.
  write(
      "environments/prod/environment.yaml",
      environment_text("prod", url(),
                       "  safety: {prevent_delete: true, max_deletes: 0, max_changes: 30%, shared_places: [\"*\"]}\n"));
}

Workspace::~Workspace()
{
  m_server->stop();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(m_root)) {
    const auto text = entry.is_regular_file() ? read(std::filesystem::relative(entry.path(), m_root)) : std::string();
    for (const auto& secret : m_planted) {
      CHECK_MESSAGE(text.find(secret) == std::string::npos, entry.path());
    }
  }
}

Ran Workspace::run(const std::vector<std::string>& words)
{
  auto ran = run_program(words, environment, m_root);
  for (const auto& secret : m_planted) {
    CHECK(ran.out.find(secret) == std::string::npos);
    CHECK(ran.err.find(secret) == std::string::npos);
  }
  return ran;
}

void Workspace::plant(const std::string& variable, const std::string& secret)
{
  environment[variable] = secret;
  m_planted.push_back(secret);
}

bool says(const Ran& ran, const std::string& text)
{
  const auto all = ran.out + ran.err;
  return all.find(text) != std::string::npos || flowsync::testing::unfolded(all).find(text) != std::string::npos;
}

bool ends_with_no_changes(const Ran& ran)
{
  return ran.exit == 0 && ran.out.find("No changes.") != std::string::npos;
}

bool only_adopts(const Ran& ran)
{
  return ran.exit == 2 && ran.out.find(" to adopt, ") != std::string::npos &&
         ran.out.find("Plan: 0 to add, 0 to change, 0 to destroy.") != std::string::npos;
}

json change_of(const json& plan, const std::string& address)
{
  for (const auto& change : plan.at("resource_changes")) {
    if (change.at("address") == address) {
      return change;
    }
  }
  FAIL("no change for " << address);
  return {};
}

void Workspace::apply_well(const std::string& where)
{
  const auto ran = apply(where);
  INFO(ran.out);
  INFO(ran.err);
  REQUIRE(ran.exit == 0);
}

std::size_t Workspace::writes()
{
  std::size_t count = 0;
  for (const auto& request : request_log()) {
    count += request.at("method") != "GET" && request.at("path") != "/token" ? 1U : 0U;
  }
  return count;
}

json Workspace::plan_json(const std::string& where)
{
  const auto ran = run({"plan", "-e", where, "--format", "json"});
  INFO(ran.err);
  const auto document = json::parse(ran.out, nullptr, false);
  REQUIRE(document.is_object());
  return document;
}

void Workspace::expect_no_changes(const std::string& where)
{
  const auto ran = plan(where);
  CHECK_MESSAGE(ends_with_no_changes(ran), ran.out << ran.err);
}

void Workspace::expect_adoption()
{
  const auto ran = run({"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK_MESSAGE(only_adopts(ran), ran.out << ran.err);
  apply_well();
  expect_no_changes();
}

std::vector<json> Workspace::promote_to_prod(const std::string& flow, const std::string& source)
{
  const auto ran = run({"promote", flow, "--from", "dev", "--to", "prod"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  apply_well("prod");
  expect_no_changes("prod");
  auto sources = live("data_sources", source);
  REQUIRE(sources.size() == 2);
  return sources;
}

void Workspace::write(const std::string& path, const std::string& text)
{
  std::filesystem::create_directories((m_root / path).parent_path());
  std::ofstream(m_root / path, std::ios::binary) << text;
}

std::string Workspace::read(const std::string& path) const
{
  std::ifstream file(m_root / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Workspace::edit(const std::string& path, const std::string& from, const std::string& to)
{
  auto text = read(path);
  const auto at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) {
    throw std::runtime_error("not exactly once in " + path + ": " + from);
  }
  write(path, text.replace(at, from.size(), to));
}

std::string Workspace::call(const std::string& method, const std::string& path, const std::string& body,
                            bool with_token)
{
  httplib::Client client(url());
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.body = body;
  request.set_header("Content-Type", "application/json");
  if (with_token) {
    if (m_token.empty()) {
      httplib::Headers login{{"Authorization", "Basic sim-service-key"}};
      const auto reply = client.Post("/token", login, "", "application/json");
      m_token = json::parse(reply->body).at("access_token").get<std::string>();
    }
    request.set_header("Authorization", "Bearer " + m_token);
  }
  const auto reply = client.send(request);
  if (!reply || reply->status >= 300) {
    throw std::runtime_error(method + " " + path + ": " +
                             (reply ? std::to_string(reply->status) + " " + reply->body : "no answer"));
  }
  return reply->body;
}

void Workspace::set(const SwitchValues& switches)
{
  call("PUT", "/_sim/switches", json(switches).dump(), false);
}

void Workspace::fault(const json& rules)
{
  call("POST", "/_sim/faults", rules.dump(), false);
}

void Workspace::no_more_faults()
{
  call("DELETE", "/_sim/faults", "", false);
}

void Workspace::edit_live(const std::string& type, std::int64_t id, const json& fields)
{
  call("PATCH", "/_sim/resources/" + type + "/" + std::to_string(id), fields.dump(), false);
}

void Workspace::data_arrives(std::int64_t source)
{
  call("POST", "/_sim/data", json{{"source_id", source}, {"sets", 1}}.dump(), false);
}

json Workspace::request_log()
{
  return json::parse(call("GET", "/_sim/log", "", false)).at("entries");
}

void Workspace::clear_log()
{
  call("DELETE", "/_sim/log", "", false);
}

json Workspace::api(const std::string& method, const std::string& path, const json& body)
{
  const auto text = call(method, path, body.is_null() ? "" : body.dump(), true);
  return text.empty() ? json() : json::parse(text);
}

std::vector<json> Workspace::live(const std::string& type, const std::string& name)
{
  std::vector<json> found;
  std::set<std::int64_t> seen;
  for (int page = 1;; ++page) {
    const auto list = api("GET", "/" + type + "?per_page=100&page=" + std::to_string(page));
    bool fresh = false;
    for (const auto& item : list) {
      const auto id = item.at("id").get<std::int64_t>();
      if (!seen.insert(id).second) {
        continue;
      }
      fresh = true;
      if (item.value("name", json()) == json(name)) {
        found.push_back(api("GET", "/" + type + "/" + std::to_string(id)));
      }
    }
    if (!fresh) {
      return found;
    }
  }
}

json Workspace::only(const std::string& type, const std::string& name)
{
  auto found = live(type, name);
  REQUIRE_MESSAGE(found.size() == 1, type << " called " << name);
  return found.front();
}

} // namespace flowsync::scenarios

#include "model_actor.hpp"

#include "sample_project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace flowsync::torture {

using nlohmann::json;

namespace {

constexpr const char* k_kept = "kept-state";
constexpr std::size_t k_most_flows = 4;
constexpr std::size_t k_most_below = 4; // derived sets, and sinks, of one flow

const std::vector<std::map<std::string, std::string>> k_services{
    {},
    {{"strict_pause", "405"}, {"config_in_lists", "on"}, {"page_size", "2"}, {"page_cap", "2"}},
    {{"status_after_create", "PAUSED"}, {"list_order", "updated"}, {"updated_at", "seconds"}},
    {{"activate_cascades", "self"}, {"verb_paths", "flow"}, {"list_headers", "off"}},
    {{"updated_at", "on_status"}, {"transform_visibility", "source_expand"}, {"status_case", "title"}},
};

std::string flow_file(const std::string& flow)
{
  return "environments/base/flows/" + flow + ".yaml";
}

std::string state_folder(const Stage& stage)
{
  return (stage.project() / ".flowsync" / "state").string();
}

std::string path_to(const json& record)
{
  return fmt::format("/{}/{}", record.at("kind").get<std::string>(), record.at("id").get<std::int64_t>());
}

} // namespace

ModelActor::ModelActor(std::uint64_t seed)
    : m_random(seed),
      m_stage({k_services[seed % k_services.size()], [this](const auto&, auto) { return m_clock.stir(), true; },
               &m_clock, false})
{
  m_stage.write("flowsync.yaml", "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: acme-data-k3x9}\n");
  m_stage.write(
      k_environment_file,
      "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: dev}\nspec:\n  nexla:\n    url: @URL@\n"
      "    auth: {service_key: \"${env.NEXLA_KEY}\"}\n  credentials: {files: {id: 6027}, warehouse: {id: 6031}}\n"
      "  limits: {parallelism: 3, create_settle: 20s, detect_timeout: 2m}\n");
  for (const auto& [key, record] : records_of(m_stage.dump())) {
    m_strangers.emplace(key, record);
  }
  add_flow();
}

std::size_t ModelActor::draw(std::size_t count)
{
  return static_cast<std::size_t>(m_random() % count);
}

template <typename Map>
typename Map::iterator ModelActor::any_of(Map& map)
{
  return map.empty() ? map.end() : std::next(map.begin(), static_cast<std::ptrdiff_t>(draw(map.size())));
}

void ModelActor::say(const std::string& what)
{
  m_history += what + "\n";
}

std::string ModelActor::step()
{
  using Edit = void (ModelActor::*)();
  using Command = std::string (ModelActor::*)();
  constexpr std::array<Edit, 20> k_edits{&ModelActor::add_flow,
                                         &ModelActor::remove_flow,
                                         &ModelActor::edit_source,
                                         &ModelActor::toggle_flow,
                                         &ModelActor::add_set,
                                         &ModelActor::edit_set,
                                         &ModelActor::add_sink,
                                         &ModelActor::add_sink,
                                         &ModelActor::remove_sink,
                                         &ModelActor::edit_sink,
                                         &ModelActor::toggle_sink,
                                         &ModelActor::rename_sink,
                                         &ModelActor::hang_sink_elsewhere,
                                         &ModelActor::edit_live,
                                         &ModelActor::toggle_live,
                                         &ModelActor::delete_live_sink,
                                         &ModelActor::copy_live,
                                         &ModelActor::drop_mark,
                                         &ModelActor::keep_state,
                                         &ModelActor::bring_back_state};
  constexpr std::array<Command, 8> k_commands{
      &ModelActor::apply_prune,     &ModelActor::apply, &ModelActor::apply,        &ModelActor::apply_disturbed,
      &ModelActor::apply_disturbed, &ModelActor::plan,  &ModelActor::apply_target, &ModelActor::apply};
  m_clock.advance(Duration(static_cast<Duration::rep>(draw(4000))));
  const auto choice = draw(k_edits.size() + k_commands.size() + 1);
  if (choice < k_edits.size()) {
    (this->*k_edits[choice])();
    return {};
  }
  if (choice == k_edits.size() + k_commands.size()) {
    forget_state();
    return {};
  }
  return (this->*k_commands[choice - k_edits.size()])();
}

void ModelActor::write(const std::string& flow)
{
  m_stage.write(flow_file(flow), flow_text(flow, m_project.flows.at(flow), m_project.moves[flow]));
}

void ModelActor::add_flow()
{
  if (m_project.flows.size() >= k_most_flows) {
    return;
  }
  const auto name = fmt::format("flow-{}", ++m_counter);
  ModelFlow flow;
  flow.config = ++m_counter;
  flow.paused = draw(5) == 0;
  flow.sinks["a" + std::to_string(++m_counter)] = {k_detected, ++m_counter, 0, draw(4) == 0};
  m_project.flows.emplace(name, std::move(flow));
  write(name);
  say("spec: add " + name);
}

// Without --prune, everything of it stays as it is.
void ModelActor::remove_flow()
{
  const auto flow = any_flow();
  if (m_project.flows.size() < 2 || m_unmarked) {
    return;
  }
  const auto prefix = flow->first + "/";
  for (const auto& [key, record] : records_of(m_stage.dump())) {
    const bool detected = key.first == "data_sets" && record.contains("source") && !record.contains("set");
    const auto source = m_strangers.find({"data_sources", record.value("source", std::int64_t{0})});
    if (marked_address(record).starts_with(prefix) || (detected && source != m_strangers.end())) {
      m_strangers.try_emplace(key, record);
    }
  }
  say("spec: remove " + flow->first);
  m_stage.remove(flow_file(flow->first));
  m_project.moves.erase(flow->first);
  m_project.flows.erase(flow);
}

void ModelActor::edit_source()
{
  const auto flow = any_flow();
  (draw(2) == 0 ? flow->second.config : flow->second.description) = ++m_counter;
  write(flow->first);
  say("spec: edit the source of " + flow->first);
}

void ModelActor::toggle_flow()
{
  const auto flow = any_flow();
  flow->second.paused = !flow->second.paused;
  write(flow->first);
  say(fmt::format("spec: {} {}", flow->second.paused ? "pause" : "start", flow->first));
}

std::string ModelActor::set_to_hang_from(const ModelFlow& flow)
{
  const auto nth = draw(flow.sets.size() + 1);
  return nth == flow.sets.size() ? std::string(k_detected)
                                 : std::next(flow.sets.begin(), static_cast<std::ptrdiff_t>(nth))->first;
}

void ModelActor::add_set()
{
  const auto flow = any_flow();
  if (flow->second.sets.size() >= k_most_below) {
    return;
  }
  const auto key = fmt::format("s{}", ++m_counter);
  const auto from = set_to_hang_from(flow->second);
  flow->second.sets[key] = {from, ++m_counter, 0};
  write(flow->first);
  say(fmt::format("spec: add the set {} of {} from {}", key, flow->first, from));
}

void ModelActor::edit_set()
{
  const auto flow = any_flow();
  const auto set = any_of(flow->second.sets);
  if (set == flow->second.sets.end()) {
    return;
  }
  (draw(2) == 0 ? set->second.transform : set->second.name) = ++m_counter;
  write(flow->first);
  say(fmt::format("spec: edit the set {} of {}", set->first, flow->first));
}

void ModelActor::add_sink()
{
  const auto flow = any_flow();
  if (flow->second.sinks.size() >= k_most_below) {
    return;
  }
  const auto key = fmt::format("a{}", ++m_counter);
  const auto from = set_to_hang_from(flow->second);
  flow->second.sinks[key] = {from, ++m_counter, 0, draw(4) == 0};
  write(flow->first);
  say(fmt::format("spec: add the sink {} of {} from {}", key, flow->first, from));
}

void ModelActor::remove_sink()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end() || m_unmarked) {
    return;
  }
  make_stranger({flow->first + "/sink/" + sink->first});
  for (const auto& move : m_project.moves[flow->first]) {
    if (move.to == flow->first + "/sink/" + sink->first) { // it may still have its former mark
      make_stranger({move.from});
    }
  }
  std::erase_if(m_project.moves[flow->first],
                [&](const ModelMove& move) { return move.to == flow->first + "/sink/" + sink->first; });
  say(fmt::format("spec: remove the sink {} of {}", sink->first, flow->first));
  flow->second.sinks.erase(sink);
  write(flow->first);
}

void ModelActor::make_stranger(const std::vector<std::string>& addresses)
{
  for (const auto& [key, record] : records_of(m_stage.dump())) {
    const auto address = marked_address(record);
    if (!record.contains("copied") && std::find(addresses.begin(), addresses.end(), address) != addresses.end()) {
      m_strangers.try_emplace(key, record);
    }
  }
}

void ModelActor::edit_sink()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end()) {
    return;
  }
  (draw(2) == 0 ? sink->second.config : sink->second.name) = ++m_counter;
  write(flow->first);
  say(fmt::format("spec: edit the sink {} of {}", sink->first, flow->first));
}

void ModelActor::toggle_sink()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end()) {
    return;
  }
  sink->second.paused = !sink->second.paused;
  write(flow->first);
  say(fmt::format("spec: {} the sink {} of {}", sink->second.paused ? "pause" : "start", sink->first, flow->first));
}

void ModelActor::rename_sink()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end()) {
    return;
  }
  const auto old_key = sink->first;
  const auto key = fmt::format("a{}", ++m_counter);
  auto node = flow->second.sinks.extract(sink);
  node.key() = key;
  flow->second.sinks.insert(std::move(node));
  m_project.moves[flow->first].push_back(
      {fmt::format("{}/sink/{}", flow->first, old_key), fmt::format("{}/sink/{}", flow->first, key)});
  write(flow->first);
  say(fmt::format("spec: the sink {} of {} is {} now", old_key, flow->first, key));
}

void ModelActor::hang_sink_elsewhere()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end()) {
    return;
  }
  sink->second.from = set_to_hang_from(flow->second);
  write(flow->first);
  say(fmt::format("spec: hang the sink {} of {} from {}", sink->first, flow->first, sink->second.from));
}

std::vector<json> ModelActor::owned(const std::string& type)
{
  std::vector<json> found;
  for (const auto& [key, record] : records_of(m_stage.dump())) {
    const auto address = marked_address(record);
    const bool wanted = m_project.flows.contains(address.substr(0, address.find('/')));
    if (key.first == type && wanted && !record.contains("copied") && !m_strangers.contains(key)) {
      found.push_back(record);
    }
  }
  return found;
}

void ModelActor::edit_live()
{
  const bool source = draw(2) == 0;
  const auto all = owned(source ? "data_sources" : "data_sinks");
  if (all.empty()) {
    return;
  }
  const auto& record = all[draw(all.size())];
  const json config = source ? json{{"path", "by-hand"}} : json{{"table", "BY_HAND"}, {"outside", ++m_counter}};
  const json edit = draw(3) == 0 ? json{{"name", fmt::format("By hand {}", ++m_counter)}}
                                 : json{{source ? "source_config" : "sink_config", config}};
  m_stage.account().call("PATCH", "/_sim/resources" + path_to(record), edit);
  say("UI: edit " + path_to(record) + " " + edit.dump());
}

void ModelActor::toggle_live()
{
  const std::array<const char*, 3> types{"data_sources", "data_sets", "data_sinks"};
  const auto all = owned(types[draw(types.size())]);
  if (all.empty() || m_disturbed) { // a restoration that is still open would win over what is done here
    return;
  }
  const auto& record = all[draw(all.size())];
  // A verb of the UI reaches what hangs below as well; what belongs to nobody there changes with it.
  const auto before = records_of(m_stage.dump());
  const std::string verb = runs(record) ? "/flow/pause" : "/flow/activate";
  m_stage.api("PUT", path_to(record) + verb);
  for (int look = 0; look < 3; ++look) { // if it is to detect something, then now, and not in the middle of an apply
    m_stage.api("GET", path_to(record));
  }
  for (const auto& [key, now] : records_of(m_stage.dump())) {
    if (m_strangers.contains(key) && before.at(key) != now) {
      m_strangers[key] = now;
    }
  }
  say("UI: " + path_to(record) + verb);
}

void ModelActor::delete_live_sink()
{
  const auto all = owned("data_sinks");
  if (all.empty()) {
    return;
  }
  const auto& record = all[draw(all.size())];
  if (runs(record)) {
    m_stage.api("PUT", path_to(record) + "/flow/pause");
  }
  m_stage.api("DELETE", path_to(record));
  say("UI: delete " + path_to(record));
}

void ModelActor::copy_live()
{
  const auto all = owned("data_sources");
  constexpr std::size_t k_most_copies = 3;
  const auto dump = records_of(m_stage.dump());
  const auto copies = std::count_if(dump.begin(), dump.end(), [](const auto& item) {
    return item.first.first == "data_sources" && item.second.contains("copied");
  });
  if (all.empty() || static_cast<std::size_t>(copies) >= k_most_copies) {
    return;
  }
  const auto& record = all[draw(all.size())];
  m_stage.api("POST", path_to(record) + "/copy", {{"reuse_data_credentials", true}});
  for (const auto& [key, now] : records_of(m_stage.dump())) {
    if (!dump.contains(key)) {
      m_strangers.emplace(key, now);
    }
  }
  say("UI: copy " + path_to(record));
}

// Only the state knows this one until the next apply writes the mark again.
void ModelActor::drop_mark()
{
  const auto all = owned("data_sinks");
  if (all.empty() || m_forgotten) {
    return;
  }
  const auto& record = all[draw(all.size())];
  if (record.value("name", "").starts_with("By hand")) { // without its name as well it is nobody's
    return;
  }
  m_stage.account().call("PATCH", "/_sim/resources" + path_to(record), {{"description", "by hand"}});
  m_unmarked = true;
  say("UI: drop the mark of " + path_to(record));
}

void ModelActor::forget_state()
{
  if (m_unmarked) {
    return;
  }
  std::filesystem::remove_all(state_folder(m_stage));
  m_forgotten = true;
  say("the state is lost");
}

void ModelActor::keep_state()
{
  if (m_unmarked) {
    return;
  }
  const auto kept = m_stage.saved(k_kept);
  std::filesystem::remove_all(kept);
  std::filesystem::create_directories(kept);
  if (std::filesystem::exists(state_folder(m_stage))) {
    std::filesystem::copy(state_folder(m_stage), kept, std::filesystem::copy_options::recursive);
  }
  say("a copy of the state is kept");
}

void ModelActor::bring_back_state()
{
  const auto kept = m_stage.saved(k_kept);
  if (m_unmarked || !std::filesystem::exists(kept)) {
    return;
  }
  std::filesystem::remove_all(state_folder(m_stage));
  std::filesystem::create_directories(state_folder(m_stage));
  std::filesystem::copy(kept, state_folder(m_stage), std::filesystem::copy_options::recursive);
  m_forgotten = true;
  say("the copy of the state is back");
}

Ran ModelActor::command(const std::vector<std::string>& words)
{
  auto ran = m_stage.run_inside(words);
  say(fmt::format("{} -> {}", fmt::join(words, " "), ran.exit));
  return ran;
}

// Shows what it would do and does none of it; only reading may let a source notice its data.
std::string ModelActor::plan()
{
  const auto before = records_of(m_stage.dump());
  const auto ran = command({"plan", "-e", "dev", "--detailed-exitcode"});
  if (ran.exit != 0 && ran.exit != 2) {
    return fmt::format("plan exits {}\n{}{}", ran.exit, ran.out, ran.err);
  }
  const auto now = records_of(m_stage.dump());
  for (const auto& [key, record] : before) {
    const auto found = now.find(key);
    if (found == now.end() || after_cascades(found->second) != after_cascades(record)) {
      return fmt::format("plan changed {} {}", key.first, key.second);
    }
  }
  return {};
}

std::string ModelActor::checked_apply(bool prune)
{
  std::vector<std::string> words{"apply", "-e", "dev", "--auto-approve"};
  if (prune) {
    words.emplace_back("--prune");
  }
  const auto ran = command(words);
  ++m_applies;
  if (ran.exit != 0) {
    return fmt::format("apply exits {}\n{}{}", ran.exit, ran.out, ran.err);
  }
  const auto dump = m_stage.dump();
  if (prune) { // what the specs gave up is gone, and with it what Nexla had made for it
    const auto left = records_of(dump);
    std::erase_if(m_strangers, [&](const auto& stranger) {
      const auto& [key, record] = stranger;
      const bool detected = record.contains("source") && !record.contains("set");
      const bool with_source =
          detected && !left.contains({"data_sources", record["source"].template get<std::int64_t>()});
      return !record.contains("copied") && (with_source || !marked_address(record).empty());
    });
  }
  if (const auto wrong = check_account(dump, m_strangers, m_project); !wrong.empty()) {
    return fmt::format("after an apply:\n{}\n{}{}", wrong, ran.out, ran.err);
  }
  m_unmarked = false;
  m_forgotten = false;
  m_disturbed = false;
  const auto again = command({"plan", "-e", "dev", "--detailed-exitcode"});
  if (again.exit != 0 || again.out.find("No changes.") == std::string::npos) {
    return fmt::format("the plan after an apply is not empty (exit {}):\n{}{}", again.exit, again.out, again.err);
  }
  return {};
}

std::string ModelActor::apply()
{
  return checked_apply(false);
}

std::string ModelActor::apply_prune()
{
  return checked_apply(true);
}

std::string ModelActor::apply_target()
{
  const auto flow = any_flow();
  const auto before = records_of(m_stage.dump());
  const auto ran = command({"apply", "-e", "dev", "--auto-approve", "--target", flow->first});
  ++m_applies;
  if (ran.exit != 0) {
    return fmt::format("apply of one flow exits {}\n{}{}", ran.exit, ran.out, ran.err);
  }
  const auto dump = m_stage.dump();
  if (const auto wrong = check_flow(dump, m_strangers, flow->first, flow->second); !wrong.empty()) {
    return fmt::format("after an apply of {}:\n{}\n{}{}", flow->first, wrong, ran.out, ran.err);
  }
  for (const auto& [name, other] : m_project.flows) {
    for (const auto& [key, record] : before) {
      if (!m_disturbed && name != flow->first && marked_address(record).starts_with(name + "/") &&
          !m_strangers.contains(key) && after_cascades(records_of(dump).at(key)) != after_cascades(record)) {
        return fmt::format("an apply of {} changed {} {}", flow->first, key.first, key.second);
      }
    }
  }
  return check_strangers(dump, m_strangers);
}

std::string ModelActor::apply_disturbed()
{
  const auto seed = ++m_counter;
  say(fmt::format("the service fails three times in ten (seed {})", seed));
  m_stage.account().call("POST", "/_sim/faults",
                         {{"action", "random"}, {"times", 0}, {"probability", 0.3}, {"seed", seed}});
  m_disturbed = true;
  std::string problem;
  for (std::size_t nth = 0; nth < 1 + draw(3) && problem.empty(); ++nth) {
    const auto ran = command({"apply", "-e", "dev", "--auto-approve"});
    ++m_applies;
    if (ran.exit == 1 || ran.exit == 2 || ran.exit == 6) {
      problem = fmt::format("apply exits {}\n{}{}", ran.exit, ran.out, ran.err);
    }
  }
  m_stage.account().wait_for_late_effects();
  m_stage.account().call("DELETE", "/_sim/faults");
  if (problem.empty()) {
    problem = check_duplicates(m_stage.dump(), m_strangers);
  }
  return problem;
}

} // namespace flowsync::torture

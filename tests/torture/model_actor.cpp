#include "model_actor.hpp"

#include "sample_project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::torture {

using nlohmann::json;

namespace {

const std::vector<std::map<std::string, std::string>> k_services{
    {},
    {{"strict_pause", "405"}, {"config_in_lists", "on"}, {"page_size", "2"}, {"page_cap", "2"}},
    {{"status_after_create", "PAUSED"}, {"list_order", "updated"}, {"updated_at", "seconds"}},
    {{"activate_cascades", "self"}, {"verb_paths", "flow"}, {"list_headers", "off"}},
    {{"updated_at", "on_status"}, {"transform_visibility", "source_expand"}, {"status_case", "title"}},
};

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

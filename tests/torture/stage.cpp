#include "stage.hpp"

#include "cli/run.hpp"

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace flowsync::torture {

namespace {

namespace fs = std::filesystem;

constexpr const char* k_address = "@URL@";

void write_file(const fs::path& path, const std::string& text)
{
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string with_address(std::string text, const std::string& url)
{
  for (auto at = text.find(k_address); at != std::string::npos; at = text.find(k_address)) {
    text.replace(at, std::string(k_address).size(), url);
  }
  return text;
}

void replace_tree(const fs::path& from, const fs::path& to)
{
  fs::remove_all(to);
  fs::create_directories(to);
  if (fs::exists(from)) {
    fs::copy(from, to, fs::copy_options::recursive);
  }
}

} // namespace

Stage::Stage(StageOptions options) : m_options(std::move(options))
{
  environment["NEXLA_KEY"] = "sim-service-key";
  environment["TERM"] = "dumb";
  fs::create_directories(project());
  open();
}

Stage::~Stage()
{
  close();
}

void Stage::open()
{
  sim::Options options;
  for (const auto& [name, value] : m_options.switches) {
    if (const auto problem = options.switches.set(name, value)) {
      throw std::runtime_error(*problem);
    }
  }
  options.clock = m_options.clock;
  options.watcher = m_options.watcher;
  if (m_options.keep_account) {
    options.data_file = m_root / "account.json";
  }
  m_server = std::make_unique<sim::Server>(std::move(options));
  m_server->start();
  for (const auto& [path, text] : m_texts) {
    write_file(project() / path, with_address(text, m_server->url()));
  }
}

void Stage::close()
{
  if (m_server) {
    m_server->stop();
    m_server.reset();
  }
}

void Stage::write(const std::string& path, const std::string& text)
{
  if (text.find(k_address) != std::string::npos) {
    m_texts[path] = text;
  }
  write_file(project() / path, with_address(text, m_server->url()));
}

std::string Stage::read(const std::string& path) const
{
  std::ifstream file(project() / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void Stage::remove(const std::string& path)
{
  m_texts.erase(path);
  fs::remove_all(project() / path);
}

void Stage::edit(const std::string& path, const std::string& from, const std::string& to)
{
  const auto known = m_texts.find(path);
  auto text = known != m_texts.end() ? known->second : read(path);
  const auto at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) {
    throw std::runtime_error("not exactly once in " + path + ": " + from);
  }
  write(path, text.replace(at, from.size(), to));
}

Ran Stage::run(const std::vector<std::string>& words, const std::function<void(int)>& started)
{
  return searched(scenarios::run_program(words, environment, project(), 0, started));
}

Ran Stage::run_inside(const std::vector<std::string>& words, std::stop_token stop)
{
  std::ostringstream out;
  std::ostringstream err;
  SkewedClock clock(m_options.clock != nullptr ? static_cast<Clock&>(*m_options.clock) : m_real_clock);
  clock.skew(m_skew);
  const usecase::Surroundings surroundings{out,
                                           err,
                                           [](std::stop_token) -> std::optional<std::string> { return std::nullopt; },
                                           false,
                                           false,
                                           false,
                                           80,
                                           environment,
                                           project(),
                                           std::move(stop),
                                           clock};
  const int exit = cli::run(words, surroundings);
  return searched({exit, out.str(), err.str()});
}

Ran Stage::searched(Ran ran) const
{
  const auto given = environment.find("NEXLA_KEY");
  if (given == environment.end() || given->second.empty()) {
    return ran;
  }
  const auto& key = given->second;
  if ((ran.out + ran.err).find(key) != std::string::npos) {
    throw std::runtime_error("a run showed the key on its streams");
  }
  for (const auto& entry : fs::recursive_directory_iterator(project())) {
    const auto text = entry.is_regular_file() ? read(fs::relative(entry.path(), project()).string()) : std::string();
    if (text.find(key) != std::string::npos) {
      throw std::runtime_error("a run wrote the key into " + entry.path().string());
    }
  }
  return ran;
}

nlohmann::json Stage::api(const std::string& method, const std::string& path, const nlohmann::json& body)
{
  return m_server->call(method, path, body, "Bearer " + log_in());
}

std::string Stage::log_in()
{
  return m_server->call("POST", "/token", nullptr, "Basic sim-service-key").at("access_token").get<std::string>();
}

void Stage::set(const std::map<std::string, std::string>& switches)
{
  m_server->call("PUT", "/_sim/switches", switches);
}

void Stage::save(const fs::path& folder)
{
  close();
  fs::remove_all(folder);
  replace_tree(project(), folder / "project");
  if (fs::exists(m_root / "account.json")) {
    fs::copy_file(m_root / "account.json", folder / "account.json");
  }
  for (const auto& [path, text] : m_texts) {
    write_file(folder / "texts" / path, text);
  }
  open();
}

void Stage::restore(const fs::path& folder)
{
  close();
  replace_tree(folder / "project", project());
  fs::remove(m_root / "account.json");
  if (fs::exists(folder / "account.json")) {
    fs::copy_file(folder / "account.json", m_root / "account.json");
  }
  m_texts.clear();
  if (fs::exists(folder / "texts")) {
    for (const auto& entry : fs::recursive_directory_iterator(folder / "texts")) {
      if (entry.is_regular_file()) {
        std::ifstream file(entry.path(), std::ios::binary);
        m_texts[fs::relative(entry.path(), folder / "texts").string()] = {std::istreambuf_iterator<char>(file), {}};
      }
    }
  }
  open();
}

} // namespace flowsync::torture

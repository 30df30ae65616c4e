#include "spec/parsed_cache.hpp"

#include "base/own_file.hpp"
#include "spec/parsed_bytes.hpp"
#include "spec/yaml_reader.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace flowsync;

namespace {

constexpr std::string_view k_text = "a: &x {b: 1, c: [true, ~, 1.5, 'ö', \"\"]}\nd: *x\n---\n- [[], {}]\n- |\n  t\n";

std::vector<NodePtr> documents_of(std::string_view text)
{
  SourceFiles files;
  Diagnostics problems;
  return spec::read_yaml(files, files.add("a.yaml", std::string(text), ""), problems).documents;
}

// With every place.
void describe(const Node& node, std::string& to)
{
  const auto place = [&](const Position& at) {
    to += "@" + std::to_string(at.file) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  };
  to += " " + std::to_string(static_cast<int>(node.kind)) + node.text();
  place(node.at);
  for (const auto& item : node.items()) {
    describe(*item, to);
  }
  for (const auto& entry : node.entries()) {
    to += " " + entry.key;
    place(entry.key_at);
    describe(*entry.value, to);
  }
}

std::string described(const std::vector<NodePtr>& documents)
{
  std::string text;
  for (const auto& document : documents) {
    describe(*document, text);
  }
  return text;
}

void fill(const std::filesystem::path& root, const std::string& text)
{
  spec::ParsedCache cache(root);
  cache.keep(spec::ParsedCache::key_of(text), documents_of(text));
  cache.save();
}

bool knows(const std::filesystem::path& root, const std::string& text)
{
  const auto found = spec::ParsedCache(root).find(spec::ParsedCache::key_of(text), 0);
  REQUIRE((!found || described(*found) == described(documents_of(text))));
  return found.has_value();
}

} // namespace

TEST_CASE("documents become bytes and come back with their places and what they share")
{
  const auto documents = documents_of(k_text);
  const auto bytes = spec::to_bytes(documents);
  const auto again = spec::from_bytes(bytes, 0);
  REQUIRE(again);
  CHECK(described(*again) == described(documents));
  CHECK(again->at(0)->get("a") == again->at(0)->get("d"));
  CHECK(spec::from_bytes(bytes, 7)->at(0)->at.file == 7);
  CHECK(spec::from_bytes(spec::to_bytes({}), 0)->empty());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK(!spec::from_bytes(bytes.substr(0, size), 0));
  }
  CHECK(!spec::from_bytes(bytes + "x", 0));
}

TEST_CASE("no bytes make the reader of parsed documents crash")
{
  const auto bytes = spec::to_bytes(documents_of(k_text));
  std::uint32_t state = 99;
  const auto random = [&](std::size_t below) {
    state = state * 1664525U + 1013904223U;
    return static_cast<std::size_t>(state >> 8U) % below;
  };
  for (int round = 0; round < 20000; ++round) {
    auto changed = bytes;
    for (std::size_t change = random(4) + 1; change > 0; --change) {
      changed[random(changed.size())] = static_cast<char>(random(256));
    }
    if (const auto read = spec::from_bytes(changed, 0)) {
      CHECK(described(*read) != "");
    }
  }
  CHECK(!spec::from_bytes(std::string(100'000, '\x01'), 0));
}

TEST_CASE("a cache knows from one run to the next what was read, for its user alone")
{
  const testing::TemporaryFolder folder;
  CHECK(!knows(folder.folder(), "a: 1\n"));
  fill(folder.folder(), "a: 1\n");
  fill(folder.folder(), "b: 2\n");
  CHECK(knows(folder.folder(), "a: 1\n"));
  CHECK(knows(folder.folder(), "b: 2\n"));
  CHECK(!knows(folder.folder(), "a: 2\n"));
  struct stat status
  {
  };
  REQUIRE(::stat((folder.folder() / spec::k_cache_file).c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  REQUIRE(::stat((folder.folder() / ".flowsync/cache").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0700U);
}

TEST_CASE("a cache that is damaged, cut short, foreign or a link is none")
{
  const testing::TemporaryFolder folder;
  const auto path = folder.folder() / spec::k_cache_file;
  fill(folder.folder(), "a: 1\n");
  const auto good = read_own_file(path).value();
  for (std::size_t at = 0; at < good.size(); ++at) {
    auto damaged = good;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    write_own_file(path, damaged, Durable::no);
    CHECK(!knows(folder.folder(), "a: 1\n"));
    write_own_file(path, good.substr(0, at), Durable::no);
    CHECK(!knows(folder.folder(), "a: 1\n"));
  }
  fill(folder.folder(), "a: 1\n");
  CHECK(knows(folder.folder(), "a: 1\n"));
  std::filesystem::rename(path, folder.folder() / "elsewhere");
  std::filesystem::create_symlink(folder.folder() / "elsewhere", path);
  CHECK(!knows(folder.folder(), "a: 1\n"));
}

TEST_CASE("runs beside one another leave a whole cache")
{
  const testing::TemporaryFolder folder;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int round = 0; round < 20; ++round) {
        fill(folder.folder(), "a: " + std::to_string(thread * 100 + round) + "\n");
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  const bool knows_one = knows(folder.folder(), "a: 19\n") || knows(folder.folder(), "a: 119\n") ||
                         knows(folder.folder(), "a: 219\n") || knows(folder.folder(), "a: 319\n");
  CHECK(knows_one);
}

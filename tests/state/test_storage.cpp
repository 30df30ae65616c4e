#include "state/file_storage.hpp"
#include "state/git_storage.hpp"
#include "state/http_storage.hpp"
#include "state/s3_storage.hpp"
#include "state/state_file.hpp"
#include "state_fixture.hpp"
#include "support/git_repository.hpp"
#include "support/moto_server.hpp"
#include "support/s3_server.hpp"
#include "support/terraform_state_server.hpp"

using namespace flowsync;
using namespace flowsync::state;

namespace {

// A place that several machines can reach, each through a storage of its own.
struct Site
{
  std::string name;
  std::function<std::unique_ptr<Storage>(int machine)> open;
  std::shared_ptr<void> kept; // what must live as long
  bool renews = true;
};

Site file_site()
{
  auto folder = std::make_shared<StateFolder>();
  return {"file", [folder](int) { return file_storage(folder->path() / "state"); }, folder};
}

Site git_site()
{
  auto folder = std::make_shared<StateFolder>();
  testing::run_git(folder->path(), "init --bare origin.git");
  return {"git",
          [folder](int machine) {
            return git_storage(git::RemoteRefs(folder->path() / ("cache" + std::to_string(machine)),
                                               {(folder->path() / "origin.git").string(), {}}),
                               "refs/flowsync/acme/prod", "origin");
          },
          folder};
}

Site http_site(const std::string& name, const testing::TerraformStateHabits& habits)
{
  auto server = std::make_shared<testing::TerraformStateServer>(habits);
  return {name,
          [server, habits](int) {
            HttpPlace place;
            place.address = server->address();
            place.lock_address = server->lock_address();
            place.lock_method = habits.lock_method;
            place.unlock_method = habits.unlock_method;
            return http_storage(place, {2, Duration{1}});
          },
          server, false};
}

// As Terraform's own documentation has it, and as two services differ from it.
std::vector<Site> http_sites()
{
  return {http_site("http", {}),
          http_site("http of GitLab", {.lock_method = "POST",
                                       .unlock_method = "DELETE",
                                       .lock_path = "/state/lock",
                                       .locked_status = 409,
                                       .wants_serial = true}),
          http_site("http of Gitea", {.lock_method = "POST",
                                      .unlock_method = "DELETE",
                                      .lock_path = "/state/lock",
                                      .absent_status = 204,
                                      .sorts_json = true})};
}

Site s3_site(const std::string& name, const testing::S3Habits& habits)
{
  auto server = std::make_shared<testing::S3Server>(habits);
  return {name,
          [server](int) {
            using S3 = testing::S3Server;
            return s3_storage({S3::k_bucket,
                               "acme/prod",
                               server->url(),
                               false,
                               {S3::k_access_key, Secret(S3::k_secret_key), {}, S3::k_region, ""}},
                              {2, Duration{1}})
                .value();
          },
          server};
}

Site moto_site(testing::MotoServer& server)
{
  return {"s3 of moto",
          [&server, bucket = server.new_bucket()](int) {
            return s3_storage(
                       {bucket, "acme/prod", server.url(), false, {"key", Secret("secret"), {}, "us-east-1", ""}},
                       {2, Duration{1}})
                .value();
          },
          {}};
}

// Those that several machines can reach.
std::vector<Site> shared_sites()
{
  std::vector<Site> sites{git_site(), s3_site("s3", {}), s3_site("s3 that deletes without conditions", {false})};
  for (auto& site : http_sites()) {
    sites.push_back(std::move(site));
  }
  if (auto* const moto = testing::MotoServer::shared()) {
    sites.push_back(moto_site(*moto));
  }
  return sites;
}

std::vector<Site> all_sites()
{
  auto sites = shared_sites();
  sites.push_back(file_site());
  return sites;
}

std::string state_text(std::uint64_t serial)
{
  StateData data;
  data.lineage = "0123456789abcdef";
  data.serial = serial;
  return state_file_text(data);
}

SaveNote note(bool replaces_last = false)
{
  return {"ana", "apply of prod\n\ncounts", WallTime{} + std::chrono::hours{24 * 365 * 50}, replaces_last};
}

Holder somebody(const std::string& id)
{
  Holder holder;
  holder.id = id;
  holder.who = "ana";
  holder.host = "build-7";
  holder.started_at = "2026-11-28T05:40:12.000Z";
  return holder;
}

const std::vector<std::string> k_all{k_state_file, k_observed_file, k_run_file, "history/000000000002.json"};

} // namespace

TEST_CASE("every storage: an absent state is empty, what is saved is read, and files can be taken away")
{
  for (const auto& site : all_sites()) {
    CAPTURE(site.name);
    auto here = site.open(1);
    const auto none = here->load(k_all);
    REQUIRE(none.ok());
    CHECK(none->version.empty());
    CHECK(none->files.empty());
    const auto saved = here->save({{k_state_file, state_text(2)},
                                   {k_run_file, "{}"},
                                   {"history/000000000002.json", "{\"a\":1}"},
                                   {"trash/2026/web orders.yaml", "x: ü\n"}},
                                  "", note());
    REQUIRE_MESSAGE(saved.ok(), saved.error().text);
    auto there = site.open(2);
    const auto seen = there->load(k_all);
    REQUIRE(seen.ok());
    CHECK(seen->version == *saved);
    CHECK(seen->files.at(k_state_file) == state_text(2));
    CHECK(seen->files.size() == 3);
    CHECK(*there->list(k_trash_folder) == std::vector<std::string>{"trash/2026/web orders.yaml"});
    const auto more = there->save({{k_state_file, state_text(3)}, {k_run_file, std::nullopt}}, seen->version, note());
    REQUIRE_MESSAGE(more.ok(), more.error().text);
    CHECK(*more != seen->version);
    const auto now = here->load({k_state_file, k_run_file, "trash/2026/web orders.yaml"});
    CHECK(now->version == *more);
    CHECK(now->files ==
          std::map<std::string, std::string>{{k_state_file, state_text(3)}, {"trash/2026/web orders.yaml", "x: ü\n"}});
  }
}

TEST_CASE("every storage: a save from an old version changes nothing")
{
  for (const auto& site : all_sites()) {
    CAPTURE(site.name);
    auto here = site.open(1);
    auto there = site.open(2);
    REQUIRE(here->load(k_all).ok());
    REQUIRE(there->load(k_all).ok());
    const auto first = here->save({{k_state_file, state_text(1)}}, "", note());
    REQUIRE(first.ok());
    const auto lost = there->save({{k_state_file, state_text(9)}}, "", note());
    REQUIRE_FALSE(lost.ok());
    CHECK(lost.error().kind == Problem::Kind::moved);
    const auto seen = there->load(k_all);
    CHECK(seen->version == *first);
    REQUIRE(there->save({{k_state_file, state_text(2)}}, seen->version, note()).ok());
    CHECK(here->save({{k_state_file, state_text(3)}}, *first, note()).error().kind == Problem::Kind::moved);
    CHECK(here->load(k_all)->files.at(k_state_file) == state_text(2));
  }
}

TEST_CASE("every storage: steps of one run follow one another")
{
  for (const auto& site : all_sites()) {
    CAPTURE(site.name);
    auto here = site.open(1);
    REQUIRE(here->load(k_all).ok());
    auto version = here->save({{k_state_file, state_text(1)}, {k_run_file, "{}"}}, "", note());
    REQUIRE(version.ok());
    version = here->save({{k_state_file, state_text(2)}, {"trash/a", "gone"}}, *version, note(true));
    REQUIRE_MESSAGE(version.ok(), version.error().text);
    version = here->save({{k_state_file, state_text(3)}, {k_run_file, std::nullopt}}, *version, note(true));
    REQUIRE_MESSAGE(version.ok(), version.error().text);
    const auto seen = site.open(2)->load({k_state_file, k_run_file, "trash/a"});
    CHECK(seen->files == std::map<std::string, std::string>{{k_state_file, state_text(3)}, {"trash/a", "gone"}});
  }
}

TEST_CASE("every storage: a lock has one holder, who is named, and it ends by giving it back")
{
  for (const auto& site : all_sites()) {
    CAPTURE(site.name);
    auto here = site.open(1);
    auto there = site.open(2);
    CHECK_FALSE((*here->holder()).has_value());
    auto token = here->lock(somebody("1"), "");
    REQUIRE_MESSAGE(token.ok(), token.error().text);
    const auto refused = there->lock(somebody("2"), "");
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == Problem::Kind::locked);
    const auto held = there->holder();
    REQUIRE(held.ok());
    REQUIRE(held->has_value());
    CHECK((*held)->holder.id == "1");
    CHECK((*held)->holder.who == "ana");
    auto renewed = somebody("1");
    renewed.renewed_at = "2026-11-28T05:41:12.000Z";
    token = here->lock(renewed, *token);
    REQUIRE_MESSAGE(token.ok(), token.error().text);
    CHECK_FALSE(here->unlock(*token).has_value());
    CHECK_FALSE((*there->holder()).has_value());
    token = there->lock(somebody("2"), "");
    REQUIRE(token.ok());
    CHECK_FALSE(there->unlock(*token).has_value());
  }
}

TEST_CASE("shared storages: a lock is taken over only from the holding that was seen")
{
  for (const auto& site : shared_sites()) {
    CAPTURE(site.name);
    auto dead = site.open(1);
    auto here = site.open(2);
    auto there = site.open(3);
    // Some tell who holds the lock only to those that want it.
    const auto holder_seen_by = [](Storage& storage) {
      CHECK_FALSE(storage.lock(somebody("other"), "").ok());
      return storage.holder()->value();
    };
    REQUIRE(dead->lock(somebody("dead"), "").ok());
    const auto seen = holder_seen_by(*here).token;
    CHECK(holder_seen_by(*there).token == seen);
    const auto token = here->lock(somebody("2"), seen);
    REQUIRE_MESSAGE(token.ok(), token.error().text);
    CHECK(there->lock(somebody("3"), seen).error().kind == Problem::Kind::locked);
    CHECK(there->unlock(seen).has_value());
    const auto now = holder_seen_by(*there);
    CHECK(now.holder.id == "2");
    // Whoever is named may be relieved of it.
    CHECK_FALSE(there->unlock(now.token).has_value());
    CHECK(here->renews() == site.renews);
    CHECK(here->lock(somebody("2"), *token).ok() != site.renews);
  }
}

TEST_CASE("what a request did whose answer was lost is found out about later")
{
  const StateFolder folder;
  const auto origin = folder.path() / "origin.git";
  testing::run_git(folder.path(), "init --bare origin.git");
  auto git =
      git_storage(git::RemoteRefs(folder.path() / "cache", {origin.string(), {}}), "refs/flowsync/acme/prod", "origin");
  auto server = std::make_shared<testing::S3Server>();
  using S3 = testing::S3Server;
  auto s3 = s3_storage({S3::k_bucket,
                        "acme/prod",
                        server->url(),
                        false,
                        {S3::k_access_key, Secret(S3::k_secret_key), {}, S3::k_region, ""}},
                       {2, Duration{1}})
                .value();
  // The next change is made, and then nobody answers.
  const auto go_deaf = [&](bool is_git) {
    if (!is_git) {
      server->fail_next(0, 1000);
      return;
    }
    const auto hook = origin / "hooks" / "post-receive";
    write_raw(hook, "#!/bin/sh\nmv '" + origin.string() + "' '" + (folder.path() / "gone.git").string() +
                        "'\nkill -9 $(ps -o ppid= $$)\n");
    std::filesystem::permissions(hook, std::filesystem::perms::owner_all);
  };
  const auto hear_again = [&](bool is_git) {
    server->fail_next(0, 0);
    if (is_git) {
      std::filesystem::rename(folder.path() / "gone.git", origin);
      std::filesystem::remove(origin / "hooks" / "post-receive");
    }
  };
  for (const bool is_git : {true, false}) {
    CAPTURE(is_git);
    auto& storage = is_git ? *git : *s3;
    const auto token = storage.lock(somebody("1"), "");
    REQUIRE(token.ok());
    auto version = storage.load(k_all)->version;

    go_deaf(is_git);
    CHECK_FALSE(storage.lock(somebody("1"), *token).ok()); // a renewal
    hear_again(is_git);
    auto again = storage.lock(somebody("1"), *token);
    REQUIRE_MESSAGE(again.ok(), again.error().text);

    go_deaf(is_git);
    CHECK_FALSE(storage.save({{k_state_file, state_text(1)}}, version, note()).ok());
    hear_again(is_git);
    const auto saved = storage.save({{k_state_file, state_text(2)}}, version, note());
    REQUIRE_MESSAGE(saved.ok(), saved.error().text);
    CHECK(storage.load(k_all)->files.at(k_state_file) == state_text(2));

    go_deaf(is_git);
    CHECK_FALSE(storage.lock(somebody("1"), *again).ok());
    hear_again(is_git);
    CHECK_FALSE(storage.unlock(*again).has_value());
    CHECK_FALSE(storage.holder()->has_value());
  }
}

TEST_CASE("every storage: more files are read of what was loaded, whatever others save meanwhile")
{
  for (const auto& site : shared_sites()) {
    CAPTURE(site.name);
    auto here = site.open(1);
    auto there = site.open(2);
    REQUIRE(here->load({}).ok());
    const auto first = here->save({{k_state_file, state_text(1)}, {"history/1.json", "one"}}, "", note());
    REQUIRE(first.ok());
    REQUIRE(there->load({}).ok());
    REQUIRE(here->save({{k_state_file, state_text(2)}, {"history/1.json", "two"}}, *first, note()).ok());
    const auto files = there->more({"history/1.json", "history/2.json"});
    REQUIRE(files.ok());
    CHECK(*files == std::map<std::string, std::string>{{"history/1.json", "one"}});
  }
}

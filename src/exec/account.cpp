#include "exec/account.hpp"

#include "base/parallel.hpp"
#include "exec/joined.hpp"
#include "exec/survey_guard.hpp"

#include <algorithm>
#include <optional>

namespace flowsync::exec {

namespace {

// Kinds with that answer to when their list is asked for. Many accounts or tokens do not give the lists of those that
// are asked for only when named; flows can be told without them.
std::vector<ResourceKind> kinds_listed(bool if_named)
{
  std::vector<ResourceKind> kinds;
  for (const auto& kind : all_kinds()) {
    if ((kind.listed == Listed::if_named) == if_named) {
      kinds.push_back(kind.kind);
    }
  }
  return kinds;
}

bool is_refusal(const nexla::ApiError& error)
{
  using Kind = nexla::ApiError::Kind;
  return error.kind == Kind::forbidden || error.kind == Kind::absent || error.kind == Kind::refused ||
         error.kind == Kind::malformed;
}

} // namespace

nexla::ApiResult<Account> list_account(nexla::Api& api, const Environment& environment, std::stop_token stop)
{
  Account account;
  auto identity = api.identify(stop);
  if (!identity) {
    return identity.error();
  }
  account.identity = std::move(*identity);
  check_identity(account.identity, environment, {});

  std::optional<nexla::ApiResult<Walks>> walks;
  const auto dispensable = kinds_listed(true);
  std::vector<std::optional<nexla::ApiResult<nexla::Listing>>> more(dispensable.size());
  const SurveyScope scope{kinds_listed(false)};
  call_each(more.size() + 1, more.size() + 1, [&](std::size_t i) {
    if (i == more.size()) {
      walks.emplace(walk(api, scope, stop));
    } else {
      more[i].emplace(api.list(dispensable[i], stop));
    }
  });
  if (!walks->ok()) {
    return walks->error();
  }
  for (std::size_t i = 0; i < more.size(); ++i) {
    if (more[i]->ok()) {
      walks->value().lists.emplace(dispensable[i], std::move(more[i]->value()));
    } else if (is_refusal(more[i]->error())) {
      account.unlisted.emplace(dispensable[i], more[i]->error().text());
    } else {
      return more[i]->error();
    }
  }
  account.inventory = joined(std::move(walks->value()), {});
  account.inventory.server_time = api.server_time();
  fill_parts(account.inventory);
  return account;
}

nexla::ApiResult<Inventory> read_in_full(nexla::Api& api, Inventory inventory, const std::vector<Read>& reads,
                                         std::size_t threads, std::stop_token stop,
                                         const std::function<void()>& one_done)
{
  auto alone = read_alone(api, reads, threads, stop, one_done);
  if (!alone) {
    return alone.error();
  }
  take_in(inventory, std::move(*alone));
  auto transforms = read_transforms(api, reads, inventory, threads, stop);
  if (!transforms) {
    return transforms.error();
  }
  take_in(inventory, std::move(*transforms));
  fill_parts(inventory);
  return inventory;
}

} // namespace flowsync::exec

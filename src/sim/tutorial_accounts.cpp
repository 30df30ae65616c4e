#include "sim/tutorial_accounts.hpp"

#include "sim/sample_maker.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr Id k_tutorial_user = 42;

// Makes the resources of an account with the ids that the tutorial speaks of. Ids of a kind must grow.
class TutorialMaker
{
public:
  explicit TutorialMaker(Context& context) : m_make(context, *context.people.user(k_tutorial_user)) {}

  Id credential(Id id, const char* name, const char* type, json readable)
  {
    next(Kind::credential, id);
    m_make.credential(name, type, std::move(readable));
    m_make.edit(Kind::credential, id, {{"verified_status", "VERIFIED"}});
    return id;
  }

  Id source(Id id, const char* name, const char* type, Id credential, json config)
  {
    next(Kind::source, id);
    return m_make.source(name, type, credential, std::move(config));
  }

  Id detected(Id id, Id source, const std::vector<std::string>& attributes)
  {
    next(Kind::set, id);
    return m_make.detected(source, attributes);
  }

  Id derived(Id id, Id parent, const char* name, json operations)
  {
    next(Kind::set, id);
    return m_make.derived(parent, name, std::move(operations));
  }

  Id sink(Id id, Id set, const char* name, const char* type, Id credential, json config)
  {
    next(Kind::sink, id);
    return m_make.sink(set, name, type, credential, std::move(config));
  }

  void activate(Id source) { m_make.activate(Kind::source, source); }

private:
  void next(Kind kind, Id id)
  {
    std::vector<Id> counters(k_kind_count, 1);
    counters[static_cast<std::size_t>(kind)] = id;
    m_make.context().world.restore_counters(counters);
  }

  SampleMaker m_make;
};

json operation(const char* name, json spec)
{
  return json::array({json{{"operation", name}, {"spec", std::move(spec)}}});
}

} // namespace

void add_tutorial_dev_account(Context& context)
{
  TutorialMaker make(context);
  const auto files =
      make.credential(6027, "CRM files", "s3", {{"s3_auth_type", "Access Key"}, {"region", "us-east-1"}});
  const auto archive = make.credential(6028, "Archive", "gcs", {{"project_id", "acme-dev"}});
  const auto warehouse = make.credential(6031, "Warehouse", "snowflake", {{"host", "dev.example.com"}});
  const auto api = make.credential(6032, "Users API", "rest", {{"auth.type", "API_KEY"}});

  const auto source =
      make.source(6862, "Users", "s3", files, {{"path", "acme-dev/crm/users"}, {"start.cron", "0 0 * * * ? *"}});
  const auto users = make.detected(10393, source, {"id", "name", "email", "country", "created_at"});
  const auto clean = make.derived(10398, users, "Users, clean",
                                  operation("shift", {{"id", "user_id"}, {"name", "name"}, {"country", "country"}}));
  const auto for_api = make.derived(10410, users, "Users for the API",
                                    operation("shift", {{"id", "userId"}, {"name", "fullName"}, {"email", "email"}}));
  const auto by_country =
      make.derived(10421, users, "Users by country", operation("default", {{"country", "unknown"}}));
  make.sink(6513, clean, "Users archive", "gcs", archive,
            {{"path", "acme-dev-archive/users"}, {"data_format", "json"}});
  make.sink(6520, for_api, "API-Add Users", "rest", api,
            {{"method", "POST"},
             {"url.template", "https://users.example.com/v1/users"},
             {"content.type", "application/json"},
             {"body.template", "{message.json}"}});
  make.sink(6531, by_country, "USERS_BY_COUNTRY", "snowflake", warehouse,
            {{"database", "CRM"}, {"table", "USERS"}, {"insert.mode", "UPSERT"}, {"primary.key", "ID"}});
  make.activate(source);
}

void add_tutorial_prod_account(Context& context)
{
  TutorialMaker make(context);
  make.credential(7301, "Finance files", "s3", {{"s3_auth_type", "Access Key"}, {"region", "eu-west-1"}});
  make.credential(7304, "CRM files", "s3", {{"s3_auth_type", "ARN"}, {"region", "us-east-1"}});
  make.credential(7310, "Warehouse", "snowflake", {{"host", "prod.example.com"}});
  make.credential(7318, "Billing API", "rest", {{"auth.type", "API_KEY"}});
  make.credential(7319, "Users API (read only)", "rest", {{"auth.type", "API_KEY"}});
  make.credential(7325, "Users API", "rest", {{"auth.type", "API_KEY"}});
  make.credential(7330, "Archive", "gcs", {{"project_id", "acme-prod"}});
  context.world.restore_counters({1, 21040, 31077, 18312}); // what is made here has ids of this account, too
}

} // namespace flowsync::sim

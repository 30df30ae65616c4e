#pragma once

namespace flowsync::torture {

// The demo flow of the simulated account, as a person would write it. It needs the credential aliases `files`,
// `archive` and `warehouse`.
inline constexpr const char* k_demo_flow = R"(apiVersion: flowsync/v1
kind: Flow
metadata:
  name: orders
spec:
  source:
    name: Orders
    description: Hourly order files of the web shop
    type: s3
    credential: files
    config:
      path: acme-dev/orders
      start.cron: "0 0 * * * ? *"
  nexsets:
    - key: raw
      detected: {has: [order_id, sku]}
    - key: clean
      from: raw
      name: Orders, clean
    - key: regional
      from: clean
      name: Orders by region
  sinks:
    - key: archive
      from: clean
      name: Orders archive
      type: gcs
      credential: archive
      config: {path: acme-dev-archive/orders, data_format: parquet}
    - key: warehouse
      from: regional
      name: ORDERS
      type: snowflake
      credential: warehouse
      config: {database: SALES, table: ORDERS}
)";

} // namespace flowsync::torture

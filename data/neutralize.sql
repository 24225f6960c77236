-- A copy of the database takes no messages that the agency's client has put there for the original, and sends none.
UPDATE res_company SET dan_van_exchange_folder = NULL;
-- Nor does it speak with the servers of other agencies in the original's name.
UPDATE dan_van_organ SET exchange_address = NULL, exchange_key = NULL;

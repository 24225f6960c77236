-- A copy of the database takes no messages that the agency's client has put there for the original, and sends none.
UPDATE res_company SET dan_van_exchange_folder = NULL;
